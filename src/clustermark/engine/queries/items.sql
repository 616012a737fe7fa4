-- Items and stories by place and month. Asks documents, names, mentions_of and chosen.
SELECT said.subject, said.month, COUNT(*) AS items, COUNT(DISTINCT said.story) AS stories
FROM (
    SELECT DISTINCT d.document, d.story, d.month, n.subject
    FROM mentions_of m
    JOIN names n ON m.name = n.name
    JOIN chosen c ON n.subject = c.subject
    JOIN documents d ON m.document = d.document
    WHERE n.kind <> 'message' AND d.month >= c.first AND d.month <= c.last
) said
GROUP BY said.subject, said.month
ORDER BY said.subject, said.month
