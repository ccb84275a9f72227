// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.replay;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.wattmill.kit.time.Ticker;
import io.wattmill.kit.vertx.Contexts;
import io.wattmill.twin.replay.client.AckLog;
import io.wattmill.twin.replay.client.ChatTarget;
import io.wattmill.twin.replay.client.Load;
import io.wattmill.twin.replay.client.OpenLoop;
import io.wattmill.twin.replay.client.ProgressListener;
import io.wattmill.twin.replay.prompt.PromptText;
import io.wattmill.twin.replay.report.ReportJson;
import io.wattmill.twin.replay.report.RunLabel;
import io.wattmill.twin.replay.report.RunReport;
import io.wattmill.twin.replay.wire.ChatBody;
import io.wattmill.twin.trace.Trace;
import io.wattmill.twin.trace.format.TraceProblem;
import io.wattmill.twin.trace.format.TraceReading;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** A replay from its options to its report, on an event loop of its own. */
public final class Replay {

    private final Vertx vertx;
    private final Context loop;
    private final ReplayOptions options;
    private final ProgressListener listener;
    private final Future<RunReport> report;
    private Optional<OpenLoop> running = Optional.empty();
    private boolean stopped;

    private Replay(Vertx vertx, ReplayOptions options, ProgressListener listener) {
        this.vertx = vertx;
        this.loop = ((VertxInternal) vertx).createEventLoopContext();
        this.options = options;
        this.listener = listener;
        this.report = Contexts.call(loop, this::start);
    }

    /**
     * Replays a trace.
     *
     * @return the report once every answer has ended; a {@link ReplayRefused} when the target is
     *     not on this machine and was not allowed, or the trace or a file cannot be used
     */
    public static Future<RunReport> run(
            Vertx vertx, ReplayOptions options, ProgressListener listener) {
        return begin(vertx, options, listener).report();
    }

    /** As {@link #run}, for a caller who may want to stop it. */
    public static Replay begin(Vertx vertx, ReplayOptions options, ProgressListener listener) {
        return new Replay(vertx, options, listener);
    }

    /** The report, once every answer has ended. */
    public Future<RunReport> report() {
        return report;
    }

    /**
     * Sends nothing more and gives up what is in flight; the report covers what happened until now.
     * Any thread.
     */
    public void stop() {
        loop.runOnContext(
                _ -> {
                    stopped = true;
                    running.ifPresent(OpenLoop::stop);
                });
    }

    private Future<RunReport> start() {
        return options.target()
                .refusal()
                .map(why -> Future.<RunReport>failedFuture(new ReplayRefused(why)))
                .orElseGet(
                        () ->
                                vertx.executeBlocking(this::trace)
                                        .map(Objects::requireNonNull)
                                        .compose(this::replay));
    }

    private Trace trace() {
        try {
            return switch (options.trace().load(options.limit())) {
                case TraceReading.Accepted(Trace trace) -> trace.atSpeed(options.speed());
                case TraceReading.Refused(var problems) ->
                        throw new ReplayRefused(
                                "the trace cannot be read:\n"
                                        + problems.stream()
                                                .map(TraceProblem::toString)
                                                .collect(Collectors.joining("\n")));
            };
        } catch (java.io.IOException e) {
            throw new ReplayRefused("the trace cannot be read: " + e);
        }
    }

    private Future<RunReport> replay(Trace trace) {
        return AckLog.open(vertx, options.outputs().acks())
                .recover(e -> Future.failedFuture(new ReplayRefused("no file for acks: " + e)))
                .compose(acks -> replay(trace, acks).eventually(acks::close))
                .compose(this::write);
    }

    private Future<RunReport> replay(Trace trace, AckLog acks) {
        ChatTarget target = options.target();
        PromptText prompts = new PromptText(options.salt());
        ChatBody bodies = new ChatBody(target.model(), target.ignoreEos(), prompts);
        Load load = new Load(trace, bodies, options.slo());
        OpenLoop open =
                new OpenLoop(
                        vertx, Ticker.system(), target, options.config(), load, acks, listener);
        running = Optional.of(open);
        if (stopped) {
            open.stop();
        }
        return open.run()
                .map(tally -> tally.report(label(trace)))
                .recover(e -> Future.failedFuture(new ReplayRefused("the replay broke off: " + e)));
    }

    private RunLabel label(Trace trace) {
        ChatTarget target = options.target();
        return new RunLabel(
                "replay", trace.name(), target.model(), target.url().toString(), options.speed());
    }

    private Future<RunReport> write(RunReport finished) {
        return options.outputs()
                .report()
                .map(
                        file ->
                                vertx.executeBlocking(() -> write(finished, file))
                                        .map(Objects::requireNonNull))
                .orElseGet(() -> Future.succeededFuture(finished));
    }

    private static RunReport write(RunReport finished, Path file) throws java.io.IOException {
        Files.write(file, ReportJson.bytes(finished));
        return finished;
    }
}
