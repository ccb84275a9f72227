// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.http;

import io.vertx.core.Future;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.telemetry.Limits;
import io.wattmill.twin.diff.DifferenceJson;
import io.wattmill.twin.diff.PlanDiff;
import io.wattmill.twin.diff.PlanParts;
import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.planfile.PlanReader;
import io.wattmill.twin.planfile.PlanReading;
import io.wattmill.twin.planfile.PlanWeather;
import io.wattmill.twin.planfile.ReferencePlans;
import io.wattmill.twin.runs.PlanRecord;
import io.wattmill.twin.runs.RunAsked;
import io.wattmill.twin.runs.simulated.ComparedPlans;
import io.wattmill.twin.runs.simulated.TraceFiles;
import io.wattmill.twin.store.RunQueue;
import io.wattmill.twin.store.RunsConfig;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * {@code POST /twin/plans/diff} with {@code {"a", "b", "trace", "seed", "requests", "model"}}: what
 * makes the answers of two plans differ. A plan is told by its id on record or is a reference
 * plan's name. Many plans are answered for it: one comparison at a time.
 */
final class DiffRoutes {
    private static final int REQUESTS = 300;

    private final ServiceContext services;
    private final Supplier<Optional<RunQueue>> runs;
    private final RunsConfig config;
    private final TraceFiles files;
    private final AtomicBoolean busy = new AtomicBoolean();

    DiffRoutes(
            ServiceContext services,
            Supplier<Optional<RunQueue>> runs,
            RunsConfig config,
            TraceFiles files) {
        this.services = services;
        this.runs = runs;
        this.config = config;
        this.files = files;
    }

    void mount(Router router, BodyHandler body) {
        router.post("/twin/plans/diff").handler(body).handler(this::compare);
    }

    private void compare(RoutingContext context) {
        try {
            var json =
                    Optional.ofNullable(context.body().asJsonObject()).orElseGet(JsonObject::new);
            var asked = asked(context, json);
            Future.all(text(json.getString("a", "")), text(json.getString("b", "")))
                    .onSuccess(both -> compare(context, both.resultAt(0), both.resultAt(1), asked))
                    .onFailure(context::fail);
        } catch (DecodeException | ClassCastException | IllegalArgumentException e) {
            Replies.refuse(context, 400, "invalid_diff", "No comparison: " + e.getMessage());
        }
    }

    private RunAsked asked(RoutingContext context, JsonObject json) {
        int requests = json.getInteger("requests", REQUESTS);
        if (requests < 1 || requests > config.maxDiffRequests()) {
            throw new IllegalArgumentException("requests: 1 to " + config.maxDiffRequests());
        }
        return RunAsked.of(
                TraceRoutes.owned(context, json.getString("trace", RunAsked.PLANNED)),
                json.getLong("seed", 1L),
                requests,
                Optional.ofNullable(json.getString("model")));
    }

    private Future<Optional<String>> text(String idOrName) {
        var record = runs.get();
        var id = RecordRoutes.id(idOrName);
        return record.isPresent() && id.isPresent()
                ? record.get().plan(id.get()).map(plan -> plan.map(PlanRecord::yaml))
                : Future.succeededFuture(ReferencePlans.text(idOrName));
    }

    private void compare(
            RoutingContext context, Optional<String> a, Optional<String> b, RunAsked asked) {
        if (a.isEmpty() || b.isEmpty()) {
            Replies.refuse(
                    context,
                    404,
                    "not_found",
                    "a and b are ids of plans on record, or of "
                            + ReferencePlans.names()
                            + "; not found: "
                            + (a.isEmpty() ? "a" : "b"));
        } else if (busy.compareAndSet(false, true)) {
            services.vertx()
                    .executeBlocking(() -> difference(a.get(), b.get(), asked), false)
                    .onComplete(_ -> busy.set(false))
                    .onSuccess(json -> Replies.text(context, 200, json))
                    .onFailure(context::fail);
        } else {
            Limits.hit(services.metrics(), "twin.diff.at-once");
            Replies.refuse(
                    context, 429, "busy", "Another comparison goes on; ask again in a while.");
        }
    }

    private String difference(String a, String b, RunAsked asked) throws IOException {
        return DifferenceJson.of(
                PlanDiff.of(plan(a), plan(b), PlanParts.all(), new ComparedPlans(asked, files)));
    }

    private FacilityPlan plan(String yaml) throws IOException {
        return switch (PlanWeather.read(PlanReader.read(yaml), files.folder()::locate)) {
            case PlanReading.Understood(FacilityPlan plan) -> plan;
            case PlanReading.Refused(var problems) ->
                    throw new IllegalStateException("a plan on record: " + problems);
        };
    }
}
