// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.keys;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.wattmill.gateway.identity.EndedBy;
import io.wattmill.gateway.identity.IpRange;
import io.wattmill.gateway.identity.KeyBounds;
import io.wattmill.gateway.identity.Place;
import io.wattmill.gateway.identity.Right;
import io.wattmill.gateway.identity.Scope;
import io.wattmill.gateway.tenancy.Refusal;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Rows of the schema as the records that everybody else reads. */
final class Rows {

    /** Every key with the place that it stands at: aliases k, p, o, and a where there is one. */
    static final String KEYS_IN_PLACE =
            """
             FROM api_key k JOIN project p ON p.id = k.project_id
                  JOIN organization o ON o.id = p.organization_id LEFT JOIN agent a ON a.id = k.agent_id
            """;

    /** What {@link #right} and {@link #ended} read. */
    static final String RIGHT =
            """
             k.id, k.scopes, k.expires_at, k.agent_id, k.allowed_models,
             k.ip_ranges::text[] AS ip_ranges, k.data_zone, k.no_log, p.id AS project_id, p.organization_id,
             CASE WHEN k.revoked_at IS NOT NULL THEN 'KEY' WHEN a.ended_at IS NOT NULL THEN 'AGENT'
                  WHEN p.ended_at IS NOT NULL THEN 'PROJECT' WHEN o.ended_at IS NOT NULL THEN 'ORGANIZATION'
             END AS ended_by
            """;

    /** Whether a key of {@link #KEYS_IN_PLACE} opens anything. */
    static final String LIVE =
            """
             (k.revoked_at IS NULL AND a.ended_at IS NULL AND p.ended_at IS NULL AND o.ended_at IS NULL
              AND (k.expires_at IS NULL OR k.expires_at > now()))
            """;

    private Rows() {}

    static Right right(Row row) {
        return new Right(
                new Place(
                        row.getString("organization_id"),
                        row.getString("project_id"),
                        Optional.ofNullable(row.getString("agent_id"))),
                scopes(row.getArrayOfStrings("scopes")),
                new KeyBounds(
                        Set.of(row.getArrayOfStrings("allowed_models")),
                        ranges(row.getArrayOfStrings("ip_ranges")),
                        Optional.ofNullable(row.getString("data_zone")),
                        row.getBoolean("no_log")),
                instant(row, "expires_at"));
    }

    static Optional<EndedBy> ended(Row row) {
        return Optional.ofNullable(row.getString("ended_by")).map(EndedBy::valueOf);
    }

    private static Set<Scope> scopes(String[] texts) {
        return Arrays.stream(texts)
                .map(Scope::of)
                .flatMap(Optional::stream)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** PostgreSQL stores no range that is none; one that is not read here would open too much. */
    private static List<IpRange> ranges(String[] texts) {
        return Arrays.stream(texts).map(text -> IpRange.parse(text).orElseThrow()).toList();
    }

    static OptionalLong instant(Row row, String column) {
        @Nullable OffsetDateTime time = row.getOffsetDateTime(column);
        return time == null
                ? OptionalLong.empty()
                : OptionalLong.of(ChronoUnit.MICROS.between(Instant.EPOCH, time.toInstant()));
    }

    static OffsetDateTime time(long atUs) {
        return Instant.EPOCH.plus(atUs, ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }

    static @Nullable OffsetDateTime time(OptionalLong atUs) {
        return atUs.isPresent() ? time(atUs.getAsLong()) : null;
    }

    static <T> List<T> all(RowSet<Row> rows, Function<Row, T> mapper) {
        return StreamSupport.stream(rows.spliterator(), false).map(mapper).toList();
    }

    static <T> Optional<T> first(RowSet<Row> rows, Function<Row, T> mapper) {
        return rows.size() == 0
                ? Optional.empty()
                : Optional.of(mapper.apply(rows.iterator().next()));
    }

    /** The one thing of a kind that {@code rows} hold and {@code within} lets be seen. */
    static <T> Future<T> one(
            RowSet<Row> rows,
            Function<Row, T> mapper,
            Predicate<T> within,
            String kind,
            String id) {
        return first(rows, mapper)
                .filter(within)
                .map(Future::succeededFuture)
                .orElseGet(() -> Refused.future(Refusal.missing(kind, id)));
    }
}
