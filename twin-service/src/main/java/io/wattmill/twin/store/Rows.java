// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.store;

import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.wattmill.twin.runs.PlanEntry;
import io.wattmill.twin.runs.PlanRecord;
import io.wattmill.twin.runs.RunAsked;
import io.wattmill.twin.runs.RunFacts;
import io.wattmill.twin.runs.RunRecord;
import io.wattmill.twin.runs.RunState;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/** Rows as records, and back. */
final class Rows {
    static final String RUN_COLUMNS =
            "r.id, r.plan_id, p.name AS plan, r.plan_sha256, r.asked, r.version, r.state,"
                    + " r.progress_ppm, r.requested_by, r.created_at_us, r.started_at_us,"
                    + " r.ended_at_us, r.summary, r.facts, r.error";

    private Rows() {}

    static PlanRecord plan(Row row) {
        return new PlanRecord(
                row.getUUID("id"),
                row.getString("name"),
                row.getString("sha256"),
                row.getString("yaml"),
                row.getString("created_by"),
                row.getLong("created_at_us"));
    }

    static PlanEntry entry(Row row) {
        return new PlanEntry(
                row.getUUID("id"),
                row.getString("name"),
                row.getString("sha256"),
                row.getString("created_by"),
                row.getLong("created_at_us"));
    }

    static RunRecord run(Row row) {
        return new RunRecord(
                row.getUUID("id"),
                row.getUUID("plan_id"),
                row.getString("plan"),
                row.getString("plan_sha256"),
                asked(row.getJsonObject("asked")),
                row.getString("version"),
                RunState.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                row.getInteger("progress_ppm"),
                row.getString("requested_by"),
                row.getLong("created_at_us"),
                instant(row.getLong("started_at_us")),
                instant(row.getLong("ended_at_us")),
                summary(Optional.ofNullable(row.getJsonObject("summary"))),
                facts(Optional.ofNullable(row.getJsonObject("facts"))),
                Optional.ofNullable(row.getString("error")));
    }

    private static OptionalLong instant(@Nullable Long us) {
        return us == null ? OptionalLong.empty() : OptionalLong.of(us);
    }

    static RunAsked asked(JsonObject json) {
        return new RunAsked(
                json.getString("trace"),
                json.getLong("seed"),
                json.getInteger("seeds", 1),
                json.getInteger("requests"),
                json.getDouble("speed"),
                Optional.ofNullable(json.getString("model")),
                json.getBoolean("brief", false),
                json.getLong("as_of_us", 0L));
    }

    static JsonObject json(RunAsked asked) {
        var json =
                new JsonObject()
                        .put("trace", asked.trace())
                        .put("seed", asked.seed())
                        .put("seeds", asked.seeds())
                        .put("requests", asked.requests())
                        .put("speed", asked.speed())
                        .put("brief", asked.brief())
                        .put("as_of_us", asked.asOfUs());
        asked.model().ifPresent(model -> json.put("model", model));
        return json;
    }

    static JsonObject json(SortedMap<String, Double> summary) {
        var json = new JsonObject();
        summary.forEach(json::put);
        return json;
    }

    private static SortedMap<String, Double> summary(Optional<JsonObject> json) {
        var summary = new TreeMap<String, Double>();
        json.ifPresent(
                told -> told.fieldNames().forEach(key -> summary.put(key, told.getDouble(key))));
        return summary;
    }

    static JsonObject json(RunFacts facts) {
        var tables = new JsonObject();
        facts.tables().forEach(tables::put);
        return new JsonObject()
                .put("verdict", facts.verdict())
                .put("trace", facts.trace())
                .put("trace_sha256", facts.traceSha256())
                .put("tables", tables);
    }

    private static RunFacts facts(Optional<JsonObject> json) {
        return json.map(
                        told ->
                                new RunFacts(
                                        told.getString("verdict"),
                                        told.getString("trace"),
                                        told.getString("trace_sha256"),
                                        tables(told.getJsonObject("tables"))))
                .orElse(RunFacts.NONE);
    }

    private static SortedMap<String, String> tables(JsonObject told) {
        var tables = new TreeMap<String, String>();
        told.fieldNames().forEach(name -> tables.put(name, told.getString(name)));
        return tables;
    }

    static List<Row> all(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false).toList();
    }
}
