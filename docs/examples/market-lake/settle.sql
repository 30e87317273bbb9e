-- What edielkit exchange balance calculates, of each grid area and hour, for DuckDB and Spark alike.
-- Tables: lake (values by month and area), exchange_points (point, main_area, neighbour, is_foreign).
WITH newest AS (
    -- of several values for one interval the one registered last counts
    SELECT metering_point, direction, start, quantity, area,
           row_number() OVER (
               PARTITION BY metering_point, direction, start ORDER BY registered DESC
           ) AS place
    FROM lake
    WHERE quantity IS NOT NULL AND product = '8716867000030'
),
named AS (
    SELECT v.direction, v.start, v.quantity, v.area, p.point, p.neighbour, p.is_foreign
    FROM newest v LEFT JOIN exchange_points p ON p.point = v.metering_point
    WHERE v.place = 1
),
flows AS (
    SELECT area, start, quantity,
           CASE WHEN point IS NULL AND direction = 'In' THEN 'production'
                WHEN point IS NULL THEN 'consumption'
                WHEN direction = 'In' THEN 'import'
                ELSE 'export' END AS side
    FROM named
    UNION ALL
    -- the neighbour sees the same energy the other way round; abroad nobody is settled
    SELECT neighbour AS area, start, quantity,
           CASE WHEN direction = 'In' THEN 'export' ELSE 'import' END AS side
    FROM named
    WHERE point IS NOT NULL AND NOT is_foreign
)
SELECT area, date_trunc('hour', start) AS hour,
       sum(CASE WHEN side = 'production' THEN quantity ELSE 0 END) AS production,
       sum(CASE WHEN side = 'import' THEN quantity ELSE 0 END) AS incoming,
       sum(CASE WHEN side = 'export' THEN quantity ELSE 0 END) AS outgoing,
       sum(CASE WHEN side = 'consumption' THEN quantity ELSE 0 END) AS consumption,
       sum(CASE WHEN side IN ('production', 'import') THEN quantity ELSE -quantity END) AS loss
FROM flows
GROUP BY area, date_trunc('hour', start)
ORDER BY area, hour
