// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.telemetry.Limits;
import io.wattmill.twin.runs.RunAsked;
import io.wattmill.twin.runs.simulated.TraceFiles;
import io.wattmill.twin.simulate.load.PlannedLoads;
import io.wattmill.twin.trace.Trace;
import io.wattmill.twin.trace.format.TraceReading;
import io.wattmill.twin.trace.upload.Receipt;
import io.wattmill.twin.trace.upload.TraceName;
import io.wattmill.twin.trace.upload.UploadedTraces;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Traces of the caller's organization. {@code GET /twin/traces}; for administrators {@code POST
 * /twin/traces?name=N&format=F} with a trace's text (422 with its problems when it is none; in
 * parts with {@code at=BYTES} for where a part begins and {@code more=true} while another follows)
 * and {@code DELETE /twin/traces/N}. A run asks for one as {@code uploaded:N}. Folders and reading
 * take time: off the event loop, one trace at a time.
 */
final class TraceRoutes {
    private static final List<String> FORMATS = List.of("mooncake", "azure", "wattmill", "agents");

    private static final long NOWHERE = -1;

    private final ServiceContext services;
    private final TraceFiles files;
    private final BodyHandler body;
    private final AtomicBoolean busy = new AtomicBoolean();

    /** Something to do with traces. Blocks. */
    @FunctionalInterface
    private interface Deed {
        Reply on(UploadedTraces uploads) throws IOException;
    }

    private record Reply(int status, JsonObject json) {
        static Reply refusal(int status, String code, String message) {
            return new Reply(status, Replies.error(status, code, message));
        }
    }

    TraceRoutes(ServiceContext services, TraceFiles files, int maxPartBytes) {
        this.services = services;
        this.files = files;
        this.body = BodyHandler.create(false).setBodyLimit(maxPartBytes);
    }

    void mount(Router router) {
        router.get("/twin/traces").handler(this::list);
        router.post("/twin/traces").handler(body).handler(c -> write(c, each -> take(c, each)));
        router.delete("/twin/traces/:name").handler(c -> write(c, each -> delete(c, each)));
    }

    /** The trace that a run's question names, as the record has it: with its owner. */
    static String owned(RoutingContext context, String trace) {
        var prefix = RunAsked.UPLOADED + ":";
        return trace.startsWith(prefix)
                ? prefix + SealedCaller.owner(context) + "/" + trace.substring(prefix.length())
                : trace;
    }

    private void list(RoutingContext context) {
        var owner = SealedCaller.owner(context);
        with(context, uploads -> new Reply(200, TraceJson.list(uploads.of(owner))));
    }

    /** One at a time: a part is appended where the one before it ended. */
    private void write(RoutingContext context, Deed deed) {
        if (!SealedCaller.isAdmin(context)) {
            Replies.refuse(context, 403, "forbidden", "This takes the scope 'admin'.");
        } else if (busy.compareAndSet(false, true)) {
            with(context, deed).onComplete(_ -> busy.set(false));
        } else {
            Limits.hit(services.metrics(), "twin.traces.at-once");
            Replies.refuse(
                    context, 429, "busy", "Another trace comes in; send it again in a while.");
        }
    }

    private Future<Reply> with(RoutingContext context, Deed deed) {
        return files.uploads()
                .map(uploads -> services.vertx().executeBlocking(() -> deed.on(uploads), false))
                .orElse(Future.succeededFuture(off()))
                .onSuccess(reply -> Replies.json(context, reply.status(), reply.json()))
                .onFailure(context::fail);
    }

    private static Reply off() {
        return Reply.refusal(
                503,
                "traces_off",
                "This twin takes no traces; set twin.traces.folder to a folder of its own.");
    }

    private Reply take(RoutingContext context, UploadedTraces uploads) throws IOException {
        var format = String.valueOf(context.request().getParam("format"));
        var name = name(context, context.request().getParam("name"));
        if (name.isEmpty() || !FORMATS.contains(format)) {
            return Reply.refusal(
                    400,
                    "invalid_trace",
                    "name: up to 64 letters, digits, - and _; format: one of " + FORMATS);
        }
        var part = Optional.ofNullable(context.body().buffer()).orElseGet(Buffer::buffer);
        var receipt = uploads.take(name.get(), at(context), ByteBuffer.wrap(part.getBytes()));
        return switch (receipt) {
            case Receipt.Taken(long bytes) when context.queryParam("more").contains("true") ->
                    new Reply(202, new JsonObject().put("bytes", bytes));
            case Receipt.Taken _ -> whole(name.get(), format, uploads);
            case Receipt.OutOfPlace(long bytes) ->
                    Reply.refusal(
                            409, "out_of_place", bytes + " bytes are here; the part begins there.");
            case Receipt.NameTaken() ->
                    Reply.refusal(
                            409, "name_taken", "There is a trace of this name; delete it first.");
            case Receipt.OverQuota(String limit, long most) -> overQuota(limit, most);
        };
    }

    private Reply overQuota(String limit, long most) {
        Limits.hit(services.metrics(), limit);
        return Reply.refusal(
                413,
                "over_quota",
                String.format(
                        Locale.ROOT,
                        "%s allows %,d; delete traces, or send a shorter one",
                        limit,
                        most));
    }

    /** What cannot be read is not kept: a run of it would only fail. */
    private Reply whole(TraceName name, String format, UploadedTraces uploads) throws IOException {
        var source = PlannedLoads.source(format, uploads.part(name), files.limits()).orElseThrow();
        return switch (source.load(files.limits().maxRequests())) {
            case TraceReading.Accepted(Trace trace) ->
                    new Reply(201, TraceJson.taken(uploads.keep(name, format), trace));
            case TraceReading.Refused(var problems) -> {
                uploads.discard(name);
                yield Reply.refusal(422, "invalid_trace", TraceJson.problems(problems));
            }
        };
    }

    private static Reply delete(RoutingContext context, UploadedTraces uploads) throws IOException {
        var name = name(context, context.pathParam("name"));
        return name.isPresent() && uploads.delete(name.get())
                ? new Reply(200, new JsonObject().put("deleted", true))
                : Reply.refusal(404, "not_found", "There is no trace of this name.");
    }

    private static Optional<TraceName> name(RoutingContext context, @Nullable String name) {
        return TraceName.of(SealedCaller.owner(context), String.valueOf(name));
    }

    private static long at(RoutingContext context) {
        try {
            return Long.parseLong(
                    Optional.ofNullable(context.request().getParam("at")).orElse("0"));
        } catch (NumberFormatException _) {
            return NOWHERE;
        }
    }
}
