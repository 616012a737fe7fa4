-- The first item of each story in which a place is named; among: how many places the story names; turn: which of the
-- places of its document this is. Asks documents, names, mentions_of and chosen (subject, first, last: months).
SELECT
    first_item.document,
    first_item.story,
    first_item.subject,
    first_item.channel,
    first_item.language,
    first_item.month,
    COUNT(*) OVER (PARTITION BY first_item.story) AS among,
    ROW_NUMBER() OVER (PARTITION BY first_item.document ORDER BY first_item.subject) AS turn
FROM (
    SELECT
        said.document,
        said.story,
        said.subject,
        said.channel,
        said.language,
        said.month,
        ROW_NUMBER() OVER (PARTITION BY said.story, said.subject ORDER BY said.date, said.document) AS place
    FROM (
        SELECT DISTINCT d.document, d.story, d.date, d.channel, d.language, d.month, n.subject
        FROM mentions_of m
        JOIN names n ON m.name = n.name
        JOIN chosen c ON n.subject = c.subject
        JOIN documents d ON m.document = d.document
        WHERE n.kind <> 'message' AND d.month >= c.first AND d.month <= c.last
    ) said
) first_item
WHERE first_item.place = 1
ORDER BY first_item.document, first_item.subject
