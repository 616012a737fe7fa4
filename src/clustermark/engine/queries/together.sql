-- In how many stories that name a place each word stands, by language; `documents` counts a document with one place only.
-- Asks told, tokens and words (the terms that count).
SELECT
    t.subject,
    t.language,
    k.term,
    COUNT(*) AS stories,
    SUM(CASE WHEN t.turn = 1 THEN 1 ELSE 0 END) AS documents
FROM told t
JOIN tokens k ON t.document = k.document
JOIN words w ON k.term = w.term
WHERE k.once
GROUP BY t.subject, t.language, k.term
ORDER BY t.subject, t.language, k.term
