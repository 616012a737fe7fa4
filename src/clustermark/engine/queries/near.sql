-- How often two words stand within a window of each other in a document, the smaller number first.
-- Asks tokens, words and bounds (width: one row). Place of a word that does not count is kept, for positions count all words.
SELECT pair.one, pair.other, COUNT(*) AS times
FROM (
    SELECT
        CASE WHEN a.term <= b.term THEN a.term ELSE b.term END AS one,
        CASE WHEN a.term <= b.term THEN b.term ELSE a.term END AS other
    FROM tokens a
    JOIN words v ON a.term = v.term
    JOIN bounds s ON 1 = 1
    JOIN tokens b ON a.document = b.document AND b.position > a.position AND b.position <= a.position + s.width
    JOIN words w ON b.term = w.term
) pair
GROUP BY pair.one, pair.other
ORDER BY pair.one, pair.other
