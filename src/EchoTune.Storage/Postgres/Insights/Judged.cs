namespace EchoTune.Storage.Postgres.Insights;

/// <summary>The one rule of what came of an exposure, as common table expressions that end in <c>judged</c>.</summary>
internal static class Judged
{
    /// <summary>
    /// Exposures from $1 to before $2 (timestamps) with what came of each. Clocks of clients may be behind by half a minute. Kinds of plays: 0 played, 1 completed,
    /// 2 skipped, 3 liked, 4 disliked, 5 dismissed; of marks: 0 seen, 1 opened.
    /// </summary>
    /// <param name="condition">Which exposures, in terms of <c>e</c>.</param>
    public static string Sql(string condition = "true") => $"""
        shown AS (
            SELECT e.*, e.shown_at - interval '30 seconds' AS opens,
                least(e.shown_at + interval '24 hours', coalesce(lead(e.shown_at) OVER again, 'infinity')) - interval '30 seconds' AS closes
            FROM exposures e
            WHERE e.shown_at >= $1 AND e.shown_at < $2 + interval '24 hours' AND {condition}
            WINDOW again AS (PARTITION BY e.listener_id, e.track_id, e.surface ORDER BY e.shown_at)),
        judged AS MATERIALIZED (
            SELECT s.*, (s.shown_at AT TIME ZONE 'UTC')::date AS day, coalesce(o.played, false) AS played, coalesce(o.liked, false) AS liked,
                coalesce(o.refused AND NOT o.played AND NOT o.liked, false) AS skipped,
                NOT EXISTS (
                    SELECT 1 FROM plays p WHERE p.listener_id = s.listener_id AND p.track_id = s.track_id AND p.started_at < s.opens AND p.kind IN (0, 1)) AS fresh,
                coalesce(m.seen, false) AS seen, coalesce(m.opened, false) AS opened
            FROM shown s
            CROSS JOIN LATERAL (
                SELECT bool_or(p.kind IN (0, 1)) AS played, bool_or(p.kind = 3) AS liked, bool_or(p.kind IN (2, 4, 5)) AS refused
                FROM plays p WHERE p.listener_id = s.listener_id AND p.track_id = s.track_id AND p.started_at >= s.opens AND p.started_at < s.closes) o
            CROSS JOIN LATERAL (
                SELECT bool_or(k.kind = 0) AS seen, bool_or(k.kind = 1) AS opened
                FROM exposure_marks k WHERE k.listener_id = s.listener_id AND k.track_id = s.track_id AND k.marked_at >= s.opens AND k.marked_at < s.closes) m
            WHERE s.shown_at < $2)
        """;
}
