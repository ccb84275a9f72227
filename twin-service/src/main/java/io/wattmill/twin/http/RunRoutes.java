// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.http;

import io.vertx.core.Future;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.wattmill.twin.assemble.Identities;
import io.wattmill.twin.planfile.ReferencePlans;
import io.wattmill.twin.runs.PlanRecord;
import io.wattmill.twin.runs.RunAsked;
import io.wattmill.twin.runs.RunRecord;
import io.wattmill.twin.store.RunQueue;

import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Runs on record. {@code GET /twin/runs}, {@code GET /twin/runs/{id}} (state and progress), {@code
 * GET /twin/runs/{id}/answer} (its very bytes), {@code GET /twin/runs/compare?a=…&b=…}; for
 * administrators {@code POST /twin/runs} with {@code {"plan_id", "trace", "seed", "seeds",
 * "requests", "speed", "model", "brief"}} or a reference plan's name as {@code "reference"}, {@code
 * POST /twin/runs/{id}/again} (the same question once more) and {@code POST
 * /twin/runs/{id}/cancel}.
 */
final class RunRoutes {
    private final RecordRoutes record;
    private final RunQuestion question;

    RunRoutes(Supplier<Optional<RunQueue>> runs, int maxRequests, LongSupplier nowUs) {
        this.record = new RecordRoutes(runs);
        this.question = new RunQuestion(maxRequests, nowUs);
    }

    void mount(Router router, BodyHandler body) {
        router.get("/twin/runs").handler(c -> record.read(c, runs -> list(c, runs)));
        router.post("/twin/runs").handler(body).handler(c -> record.write(c, r -> ask(c, r)));
        router.get("/twin/runs/compare").handler(c -> record.read(c, runs -> compare(c, runs)));
        router.get("/twin/runs/:id").handler(c -> record.read(c, runs -> get(c, runs)));
        router.get("/twin/runs/:id/answer").handler(c -> record.read(c, r -> answer(c, r)));
        router.post("/twin/runs/:id/again").handler(c -> record.write(c, r -> again(c, r)));
        router.post("/twin/runs/:id/cancel").handler(c -> record.write(c, r -> cancel(c, r)));
    }

    private static Optional<UUID> id(RoutingContext context) {
        return RecordRoutes.id(String.valueOf(context.pathParam("id")));
    }

    private static void list(RoutingContext context, RunQueue runs) {
        runs.runs(RecordRoutes.limit(context))
                .onSuccess(all -> Replies.json(context, 200, RunJson.runs(all)))
                .onFailure(context::fail);
    }

    private static void get(RoutingContext context, RunQueue runs) {
        RecordRoutes.found(
                context,
                id(context),
                runs::run,
                (c, run) -> Replies.json(c, 200, RunJson.run(run)));
    }

    private static void answer(RoutingContext context, RunQueue runs) {
        RecordRoutes.found(
                context,
                id(context),
                runs::answer,
                (c, bytes) ->
                        c.response().putHeader("content-type", "application/json").end(bytes));
    }

    private static void compare(RoutingContext context, RunQueue runs) {
        var a = RecordRoutes.id(String.valueOf(context.request().getParam("a")));
        var b = RecordRoutes.id(String.valueOf(context.request().getParam("b")));
        RecordRoutes.found(
                context,
                a,
                runs::run,
                (c, one) ->
                        RecordRoutes.found(
                                c,
                                b,
                                runs::run,
                                (_, other) ->
                                        Replies.json(c, 200, RunJson.comparison(one, other))));
    }

    private void ask(RoutingContext context, RunQueue runs) {
        try {
            var json =
                    Optional.ofNullable(context.body().asJsonObject()).orElseGet(JsonObject::new);
            var asked = question.asked(context, json);
            var reference = String.valueOf(json.getValue("reference", ""));
            ReferencePlans.text(reference)
                    .ifPresentOrElse(
                            yaml -> submit(context, runs, reference, yaml, asked),
                            () ->
                                    submit(
                                            context,
                                            runs,
                                            String.valueOf(json.getValue("plan_id")),
                                            asked));
        } catch (DecodeException | ClassCastException | IllegalArgumentException e) {
            Replies.refuse(context, 400, "invalid_run", "No run: " + e.getMessage());
        }
    }

    /** A reference plan is put on record first. */
    private static void submit(
            RoutingContext context, RunQueue runs, String name, String yaml, RunAsked asked) {
        runs.keep(name, Identities.sha256(yaml), yaml, SealedCaller.name(context))
                .onSuccess(plan -> submit(context, runs, plan, asked))
                .onFailure(context::fail);
    }

    private static void submit(
            RoutingContext context, RunQueue runs, String planId, RunAsked asked) {
        RecordRoutes.found(
                context,
                RecordRoutes.id(planId),
                runs::plan,
                (c, plan) -> submit(c, runs, plan, asked));
    }

    private static void again(RoutingContext context, RunQueue runs) {
        RecordRoutes.found(
                context,
                id(context),
                runs::run,
                (c, run) ->
                        RecordRoutes.found(
                                c,
                                Optional.of(run.planId()),
                                runs::plan,
                                (_, plan) -> submit(c, runs, plan, run.asked())));
    }

    private static void submit(
            RoutingContext context, RunQueue runs, PlanRecord plan, RunAsked asked) {
        Future<Optional<RunRecord>> queued = runs.submit(plan, asked, SealedCaller.name(context));
        queued.onSuccess(
                        run ->
                                run.ifPresentOrElse(
                                        each -> Replies.json(context, 202, RunJson.run(each)),
                                        () ->
                                                Replies.refuse(
                                                        context,
                                                        429,
                                                        "queue_full",
                                                        "As many runs wait as may"
                                                                + " (twin.runs.max-queued); ask"
                                                                + " again when one is done.")))
                .onFailure(context::fail);
    }

    private static void cancel(RoutingContext context, RunQueue runs) {
        RecordRoutes.found(
                context,
                id(context),
                runs::run,
                (c, run) ->
                        runs.cancel(run.id())
                                .onSuccess(
                                        asked ->
                                                Replies.json(
                                                        c,
                                                        200,
                                                        RunJson.run(run)
                                                                .put("cancel_asked", asked)))
                                .onFailure(c::fail));
    }
}
