-- Stories by place, channel, language, month and the number of places that the story names: each counts 1 / among, outside.
-- Asks told.
SELECT subject, channel, language, month, among, COUNT(*) AS stories
FROM told
GROUP BY subject, channel, language, month, among
ORDER BY subject, channel, language, month, among
