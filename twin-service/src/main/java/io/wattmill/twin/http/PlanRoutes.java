// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.twin.assemble.Identities;
import io.wattmill.twin.check.PlanReport;
import io.wattmill.twin.check.PlanReportJson;
import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.planfile.PlanProblem;
import io.wattmill.twin.planfile.PlanReader;
import io.wattmill.twin.planfile.PlanReading;
import io.wattmill.twin.planfile.PlanSchema;
import io.wattmill.twin.planfile.ReferencePlans;
import io.wattmill.twin.store.RunQueue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * {@code GET /twin/plans}, {@code GET /twin/plans/{id}} and, for administrators, {@code POST
 * /twin/plans} with a plan's YAML (422 with its problems when it is none; the same text is the same
 * plan). {@code GET /twin/plans/schema} is the JSON schema of plans, {@code GET
 * /twin/plans/references} tells the plans that ship.
 */
final class PlanRoutes {
    private final ServiceContext services;
    private final RecordRoutes record;

    PlanRoutes(ServiceContext services, Supplier<Optional<RunQueue>> runs) {
        this.services = services;
        this.record = new RecordRoutes(runs);
    }

    void mount(Router router, BodyHandler body) {
        router.get("/twin/plans").handler(c -> record.read(c, runs -> list(c, runs)));
        router.post("/twin/plans").handler(body).handler(c -> record.write(c, r -> keep(c, r)));
        router.get("/twin/plans/schema").handler(PlanRoutes::schema);
        router.get("/twin/plans/references").handler(PlanRoutes::references);
        router.get("/twin/plans/:id").handler(c -> record.read(c, runs -> get(c, runs)));
    }

    private static void schema(RoutingContext context) {
        context.response()
                .putHeader("content-type", "application/schema+json")
                .end(PlanSchema.text());
    }

    private static void references(RoutingContext context) {
        var data = new JsonArray();
        ReferencePlans.names()
                .forEach(
                        name ->
                                data.add(
                                        new JsonObject()
                                                .put("name", name)
                                                .put("title", ReferencePlans.title(name))));
        Replies.json(context, 200, new JsonObject().put("object", "list").put("data", data));
    }

    private static void list(RoutingContext context, RunQueue runs) {
        runs.plans(RecordRoutes.limit(context))
                .onSuccess(plans -> Replies.json(context, 200, RunJson.plans(plans)))
                .onFailure(context::fail);
    }

    private static void get(RoutingContext context, RunQueue runs) {
        RecordRoutes.found(
                context,
                RecordRoutes.id(String.valueOf(context.pathParam("id"))),
                runs::plan,
                (c, plan) -> Replies.json(c, 200, RunJson.plan(plan).put("yaml", plan.yaml())));
    }

    private void keep(RoutingContext context, RunQueue runs) {
        var yaml =
                Optional.ofNullable(context.body().asString(StandardCharsets.UTF_8.name()))
                        .orElse("");
        services.vertx()
                .executeBlocking(() -> PlanReader.read(yaml), false)
                .onSuccess(
                        reading -> {
                            switch (reading) {
                                case PlanReading.Refused(List<PlanProblem> problems) ->
                                        refuse(context, problems);
                                case PlanReading.Understood(FacilityPlan plan) ->
                                        keep(context, runs, plan.site(), yaml);
                            }
                        })
                .onFailure(context::fail);
    }

    private static void refuse(RoutingContext context, List<PlanProblem> problems) {
        byte[] json = PlanReportJson.of(new PlanReport.Unreadable(problems));
        Replies.text(context, 422, new String(json, StandardCharsets.UTF_8));
    }

    private static void keep(RoutingContext context, RunQueue runs, String site, String yaml) {
        runs.keep(site, Identities.sha256(yaml), yaml, SealedCaller.name(context))
                .onSuccess(plan -> Replies.json(context, 201, RunJson.plan(plan)))
                .onFailure(context::fail);
    }
}
