// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.crash;

import com.google.protobuf.ByteString;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Holds the books against what clients remember. Each finding is a sentence; none: all is there.
 */
final class Audit {

    private static final long MAX_ACKNOWLEDGED_BACK = 0;

    private final Connection books;
    private final AckLog log;
    private final List<String> findings = new ArrayList<>();

    private Audit(Connection books, AckLog log) {
        this.books = books;
        this.log = log;
    }

    /** What the books lack, or hold and should not. */
    static List<String> of(Site site, AckLog log) throws SQLException {
        try (Connection books = site.books()) {
            Audit audit = new Audit(books, log);
            audit.requests();
            audit.conflicts();
            audit.leases();
            audit.outcomes();
            audit.numbers("SELECT version FROM rate_card", log.prices, "price version");
            audit.hours();
            audit.meters();
            audit.blocks();
            audit.findings.addAll(log.surprises);
            return audit.findings;
        }
    }

    /** Acknowledged requests of which the books know nothing. */
    static Set<UUID> missing(Site site, AckLog log) throws SQLException {
        try (Connection books = site.books()) {
            Set<UUID> missing = new HashSet<>(log.acked.keySet());
            missing.removeAll(new Audit(books, log).booked().keySet());
            return missing;
        }
    }

    private Map<UUID, ByteString> booked() throws SQLException {
        Map<UUID, ByteString> booked = new HashMap<>();
        each(
                "SELECT request_id, content_hash FROM usage_event",
                row ->
                        booked.put(
                                row.getObject(1, UUID.class),
                                ByteString.copyFrom(row.getBytes(2))));
        return booked;
    }

    /** The primary key holds each id once; B-I4 looks again. */
    private void requests() throws SQLException {
        Map<UUID, ByteString> booked = booked();
        log.acked.forEach(
                (id, content) -> {
                    if (!booked.containsKey(id)) {
                        findings.add("request " + id + " was acknowledged and is not booked");
                    } else if (!content.equals(booked.get(id))) {
                        findings.add("request " + id + " is booked with other content");
                    }
                });
        booked.forEach(
                (id, content) -> {
                    if (!content.equals(log.sent.get(id))) {
                        findings.add("request " + id + " is booked and was never sent so");
                    }
                });
    }

    private void conflicts() throws SQLException {
        Set<ByteString> kept = new HashSet<>();
        each(
                "SELECT content_hash FROM usage_quarantine WHERE code = 'conflict'",
                row -> kept.add(ByteString.copyFrom(row.getBytes(1))));
        long missing = log.conflicts.stream().filter(one -> !kept.contains(one)).count();
        if (missing > 0) {
            findings.add(missing + " refused records are not in quarantine");
        }
    }

    private void leases() throws SQLException {
        Map<UUID, String> kept = new HashMap<>();
        each(
                "SELECT id, gateway_id || ' ' || budget_id || ' ' || amount FROM lease",
                row -> kept.put(row.getObject(1, UUID.class), row.getString(2)));
        log.leases.forEach(
                (id, lent) -> {
                    String wanted =
                            lent.gatewayId()
                                    + " "
                                    + lent.grant().getBudgetId()
                                    + " "
                                    + lent.grant().getAmount();
                    if (!wanted.equals(kept.get(id))) {
                        findings.add("lease " + id + ": " + wanted + " is " + kept.get(id));
                    }
                });
    }

    private void outcomes() throws SQLException {
        Map<UUID, Integer> newest = new HashMap<>();
        each(
                "SELECT request_id, max(revision) FROM outcome GROUP BY request_id",
                row -> newest.put(row.getObject(1, UUID.class), row.getInt(2)));
        log.outcomes.forEach(
                (id, revision) -> {
                    if (newest.getOrDefault(id, 0) < revision) {
                        findings.add("outcome " + revision + " of " + id + " is missing");
                    }
                });
    }

    private void numbers(String query, Set<Integer> acked, String what) throws SQLException {
        Set<Integer> kept = new HashSet<>();
        each(query, row -> kept.add(row.getInt(1)));
        acked.stream()
                .filter(one -> !kept.contains(one))
                .forEach(one -> findings.add(what + " " + one + " is missing"));
    }

    private void hours() throws SQLException {
        Set<String> kept = new HashSet<>();
        each(
                "SELECT extract(epoch FROM hour)::bigint || '=' || trim_scale(value) FROM"
                        + " facility_hour WHERE kind = 1",
                row -> kept.add(row.getString(1)));
        log.hours.forEach(
                (hour, value) -> {
                    String wanted = hour + "=" + value.stripTrailingZeros().toPlainString();
                    if (!kept.contains(wanted)) {
                        findings.add("hour " + wanted + " is missing");
                    }
                });
    }

    /** Counters only grow: the newest acknowledged one holds all before it. */
    private void meters() throws SQLException {
        Map<String, Long> lasts = new HashMap<>();
        each(
                "SELECT node_id || ' ' || source_id, last_raw_uj, total_uj FROM meter_source",
                row -> {
                    String source = row.getString(1);
                    AckLog.Metered acked = log.meters.get(source.substring(0, source.indexOf(' ')));
                    lasts.put(source, row.getLong(2));
                    if (acked != null && row.getLong(2) - acked.startUj() != row.getLong(3)) {
                        findings.add(
                                "meter %s shows %d since %d and %d are booked"
                                        .formatted(
                                                source,
                                                row.getLong(2),
                                                acked.startUj(),
                                                row.getLong(3)));
                    }
                });
        log.meters.forEach((node, acked) -> meter(node, acked, lasts));
    }

    private void meter(String node, AckLog.Metered acked, Map<String, Long> lasts) {
        List<String> sources = new ArrayList<>(Agent.DEVICES);
        sources.add("rapl");
        for (String source : sources) {
            long last = lasts.getOrDefault(node + " " + source, -1L);
            if (last - acked.counterUj() < MAX_ACKNOWLEDGED_BACK) {
                findings.add(
                        "meter %s of %s stands at %d, acknowledged were %d"
                                .formatted(source, node, last, acked.counterUj()));
            }
        }
    }

    private void blocks() throws SQLException {
        Map<Long, String> kept = new HashMap<>();
        each(
                "SELECT number, merkle_root FROM ledger_block",
                row -> kept.put(row.getLong(1), HexFormat.of().formatHex(row.getBytes(2))));
        log.blocks.forEach(
                (number, root) -> {
                    if (!root.equals(kept.get(number))) {
                        findings.add("block " + number + " is not the one that a client saw");
                    }
                });
    }

    /** Reads a row. */
    @FunctionalInterface
    interface Reader {
        void read(ResultSet row) throws SQLException;
    }

    private void each(String query, Reader reader) throws SQLException {
        try (Statement statement = books.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                reader.read(rows);
            }
        }
    }

    /** One number from the books. */
    static long number(Site site, String query) throws SQLException {
        try (Connection books = site.books();
                PreparedStatement statement = books.prepareStatement(query);
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
