// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.wattmill.twin.answer.PlanAnswer;
import io.wattmill.twin.answer.json.AnswerJson;
import io.wattmill.twin.answer.json.AnswerReading;
import io.wattmill.twin.report.AnswerNote;
import io.wattmill.twin.report.AnswerPage;
import io.wattmill.twin.store.RunQueue;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The answer of a done run as a report: {@code GET /twin/runs/{id}/report.html} (one page that
 * needs no network), {@code report.md} and {@code report.json} (the answer's very bytes).
 */
final class ReportRoutes {
    private final RecordRoutes record;

    ReportRoutes(Supplier<Optional<RunQueue>> runs) {
        this.record = new RecordRoutes(runs);
    }

    /** A form of the report. */
    private record Form(String contentType, Function<byte[], Buffer> written) {}

    void mount(Router router) {
        mount(router, "json", new Form("application/json", Buffer::buffer));
        mount(
                router,
                "html",
                new Form("text/html; charset=utf-8", bytes -> text(AnswerPage.of(answer(bytes)))));
        mount(
                router,
                "md",
                new Form(
                        "text/markdown; charset=utf-8",
                        bytes -> text(AnswerNote.of(answer(bytes), false))));
    }

    private void mount(Router router, String ending, Form form) {
        router.get("/twin/runs/:id/report." + ending)
                .handler(c -> record.read(c, runs -> report(c, runs, form)));
    }

    private static void report(RoutingContext context, RunQueue runs, Form form) {
        RecordRoutes.found(
                context,
                RecordRoutes.id(String.valueOf(context.pathParam("id"))),
                runs::answer,
                (c, bytes) -> write(c, bytes.getBytes(), form));
    }

    /** A page of a large plan takes its time: off the event loop. */
    private static void write(RoutingContext context, byte[] bytes, Form form) {
        context.vertx()
                .executeBlocking(() -> form.written().apply(bytes), false)
                .onSuccess(
                        report ->
                                context.response()
                                        .putHeader("content-type", form.contentType())
                                        .end(report))
                .onFailure(context::fail);
    }

    private static Buffer text(String text) {
        return Buffer.buffer(text);
    }

    private static PlanAnswer answer(byte[] bytes) {
        return switch (AnswerJson.read(bytes)) {
            case AnswerReading.Understood(PlanAnswer answer) -> answer;
            case AnswerReading.Refused(String problem) ->
                    throw new IllegalStateException("an answer on record: " + problem);
        };
    }
}
