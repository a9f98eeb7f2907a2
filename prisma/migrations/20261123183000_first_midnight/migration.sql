-- Where clocks go back from 1:00 to 0:00 (Havana), a day has two midnights, of which Postgres takes the second: for an hour
-- the day had begun and its period had not. Now the first counts, as an hour after 23:00; elsewhere the two are the same.
CREATE FUNCTION first_midnight(day timestamp, zone text) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT least(day AT TIME ZONE zone, (day - interval '1 hour') AT TIME ZONE zone + interval '1 hour')
$$;
GRANT EXECUTE ON FUNCTION first_midnight TO kaihe_app, kaihe_system;

CREATE OR REPLACE FUNCTION budget_bounds(kind budget_period_kind, week_start int, zone text, at timestamptz, OUT starts_at timestamptz, OUT ends_at timestamptz)
LANGUAGE sql STABLE AS $$
  WITH local AS (SELECT at AT TIME ZONE zone AS now, make_interval(days => week_start - 1) AS shift)
  SELECT
    CASE kind::text
      WHEN 'total' THEN '1970-01-01Z'::timestamptz
      WHEN 'hour' THEN date_trunc('hour', at, zone)
      WHEN 'week' THEN first_midnight(date_trunc('week', now - shift) + shift, zone)
      ELSE first_midnight(date_trunc(kind::text, now), zone) END,
    CASE kind::text
      WHEN 'total' THEN '9999-12-31Z'::timestamptz
      WHEN 'hour' THEN date_trunc('hour', at, zone) + interval '1 hour'
      WHEN 'week' THEN first_midnight(date_trunc('week', now - shift) + shift + interval '7 days', zone)
      WHEN 'quarter' THEN first_midnight(date_trunc('quarter', now) + interval '3 months', zone)
      ELSE first_midnight(date_trunc(kind::text, now) + ('1 ' || kind::text)::interval, zone) END
  FROM local
$$;
