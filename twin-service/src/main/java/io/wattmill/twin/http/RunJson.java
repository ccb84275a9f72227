// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.wattmill.twin.runs.PlanEntry;
import io.wattmill.twin.runs.PlanRecord;
import io.wattmill.twin.runs.RunFacts;
import io.wattmill.twin.runs.RunRecord;
import io.wattmill.twin.runs.RunState;

import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** Plans and runs as JSON. */
final class RunJson {
    private RunJson() {}

    static JsonObject plans(List<PlanEntry> plans) {
        var data = new JsonArray();
        plans.forEach(plan -> data.add(plan(plan)));
        return list(data);
    }

    static JsonObject plan(PlanRecord plan) {
        return plan(plan.entry());
    }

    private static JsonObject plan(PlanEntry plan) {
        return new JsonObject()
                .put("id", plan.id().toString())
                .put("object", "twin.plan")
                .put("name", plan.name())
                .put("sha256", plan.sha256())
                .put("created_by", plan.createdBy())
                .put("created_at_us", plan.createdAtUs());
    }

    static JsonObject runs(List<RunRecord> runs) {
        var data = new JsonArray();
        runs.forEach(run -> data.add(run(run)));
        return list(data);
    }

    private static JsonObject list(JsonArray data) {
        return new JsonObject().put("object", "list").put("data", data);
    }

    static JsonObject run(RunRecord run) {
        var json =
                new JsonObject()
                        .put("id", run.id().toString())
                        .put("object", "twin.run")
                        .put("plan_id", run.planId().toString())
                        .put("plan", run.plan())
                        .put("plan_sha256", run.planSha256())
                        .put("trace", run.asked().trace())
                        .put("seed", run.asked().seed())
                        .put("seeds", run.asked().seeds())
                        .put("requests", run.asked().requests())
                        .put("speed", run.asked().speed())
                        .put("brief", run.asked().brief())
                        .put("as_of_us", run.asked().asOfUs())
                        .put("version", run.version())
                        .put("state", run.state().name().toLowerCase(Locale.ROOT))
                        .put("progress", run.progressPpm() / 1e6)
                        .put("requested_by", run.requestedBy())
                        .put("created_at_us", run.createdAtUs());
        run.asked().model().ifPresent(model -> json.put("model", model));
        run.startedAtUs().ifPresent(us -> json.put("started_at_us", us));
        run.endedAtUs().ifPresent(us -> json.put("ended_at_us", us));
        run.error().ifPresent(error -> json.put("error", error));
        if (run.state() == RunState.DONE) {
            put(json, run.facts());
        }
        var summary = new JsonObject();
        run.summary().forEach(summary::put);
        return json.put("summary", summary);
    }

    private static void put(JsonObject json, RunFacts facts) {
        var tables = new JsonObject();
        facts.tables().forEach(tables::put);
        json.put("verdict", facts.verdict())
                .put("load", facts.trace())
                .put("trace_sha256", facts.traceSha256())
                .put("tables", tables);
    }

    /** {@code {"a", "b", "metrics": [{"metric", "a", "b", "difference", "ratio"}]}}. */
    static JsonObject comparison(RunRecord a, RunRecord b) {
        var names = new TreeSet<>(a.summary().keySet());
        names.retainAll(b.summary().keySet());
        var metrics = new JsonArray();
        for (var name : names) {
            double ofA = a.summary().getOrDefault(name, 0.0);
            double ofB = b.summary().getOrDefault(name, 0.0);
            var metric = new JsonObject().put("metric", name).put("a", ofA).put("b", ofB);
            metric.put("difference", ofB - ofA);
            if (ofA != 0) {
                metric.put("ratio", ofB / ofA);
            }
            metrics.add(metric);
        }
        return new JsonObject().put("a", run(a)).put("b", run(b)).put("metrics", metrics);
    }
}
