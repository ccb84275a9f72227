// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.sampling;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.wattmill.agent.inference.DeviceClaim;
import io.wattmill.agent.inference.EngineReading;
import io.wattmill.agent.inference.EngineScan;
import io.wattmill.agent.inference.EngineSource;
import io.wattmill.agent.inference.LatencyWindow;
import io.wattmill.agent.inference.ModelScan;
import io.wattmill.agent.node.NodeBoard;
import io.wattmill.agent.report.EngineStatus;
import io.wattmill.agent.source.FailureReason;
import io.wattmill.agent.source.SourceFailure;
import io.wattmill.kit.time.Ticker;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at one engine, and asks it for its models when it has come back and from time to time. It
 * counts as reachable once its models are known.
 */
public final class EngineSampler {

    private static final Logger LOG = LoggerFactory.getLogger(EngineSampler.class);

    private final Context context;
    private final Ticker ticker;
    private final EngineSource source;
    private final NodeBoard board;
    private final SamplingConfig config;
    private final LatencyWindow latencies;
    private EngineStatus status;
    private boolean modelsDue = true;
    private long modelsNanos;
    private long answeredNanos;
    private boolean ended;

    /** A sampler of the engine that {@code status} says nothing about yet. */
    public EngineSampler(
            Context context,
            Ticker ticker,
            EngineSource source,
            NodeBoard board,
            SamplingConfig config,
            EngineStatus status) {
        this.context = context;
        this.ticker = ticker;
        this.source = source;
        this.board = board;
        this.config = config;
        this.answeredNanos = ticker.nanos();
        this.latencies = new LatencyWindow(config.latencyWindow().toNanos());
        this.status = status;
    }

    /** Looks once. */
    public Future<Void> look() {
        return Future.fromCompletionStage(source.scan(), context).compose(this::take);
    }

    /** What is on its way is written no more: the engine is no longer one of this node's. */
    public void end() {
        ended = true;
    }

    /** How long it has not answered, nanoseconds; 0 while it does. */
    public long silentNanos() {
        return status.reachable() ? 0 : ticker.nanos() - answeredNanos;
    }

    /** It computes on these devices, as is known now. */
    public void claim(DeviceClaim devices) {
        if (!status.devices().equals(devices)) {
            write(status.with(devices));
        }
    }

    private Future<Void> take(EngineScan scan) {
        return switch (scan) {
            case EngineScan.Unreached(SourceFailure failure) -> {
                if (!isMerelyLate(failure)) {
                    tellOnce(failure);
                    modelsDue = true;
                    write(status.with(scan));
                }
                yield Future.succeededFuture();
            }
            case EngineScan.Reached(EngineReading reading, _) -> {
                answeredNanos = ticker.nanos();
                noticeRestart(reading);
                status = status.with(latencies.take(reading.latencies(), answeredNanos));
                yield modelsDue() ? askModels(scan) : written(scan);
            }
        };
    }

    /** Another process may serve something else; its totals begin anew, which billing sees. */
    private void noticeRestart(EngineReading reading) {
        if (status.last().filter(reading::restartedSince).isPresent()) {
            modelsDue = true;
            LOG.atInfo().addKeyValue("engine", status.config().id()).log("engine restarted");
        }
    }

    /** An engine, or an agent, that works hard may miss a deadline, and serves nevertheless. */
    private boolean isMerelyLate(SourceFailure failure) {
        return failure.reason() == FailureReason.TIMEOUT
                && status.reachable()
                && ticker.nanos() - answeredNanos < config.enginePatience().toNanos();
    }

    private boolean modelsDue() {
        return modelsDue || ticker.nanos() - modelsNanos >= config.modelsPeriod().toNanos();
    }

    private Future<Void> askModels(EngineScan scan) {
        return Future.fromCompletionStage(source.models(), context)
                .compose(
                        models -> {
                            take(scan, models);
                            return Future.succeededFuture();
                        });
    }

    private void take(EngineScan scan, ModelScan models) {
        switch (models) {
            case ModelScan.Listed(var listed) -> {
                modelsDue = false;
                modelsNanos = ticker.nanos();
                write(status.with(listed).with(scan));
            }
            case ModelScan.Unlisted(SourceFailure failure) -> {
                modelsDue = true;
                unlisted(scan, failure);
            }
        }
    }

    /**
     * An engine in use keeps the models it had; one that comes back is not in use before it lists.
     */
    private void unlisted(EngineScan scan, SourceFailure failure) {
        if (status.reachable()) {
            write(status.with(scan));
        } else {
            write(status.with(new EngineScan.Unreached(failure)));
        }
    }

    private Future<Void> written(EngineScan scan) {
        write(status.with(scan));
        return Future.succeededFuture();
    }

    private void write(EngineStatus next) {
        status = next;
        if (!ended) {
            board.engine(next);
        }
    }

    private void tellOnce(SourceFailure failure) {
        if (status.reachable()) {
            LOG.atWarn()
                    .addKeyValue("engine", status.config().id())
                    .addKeyValue("reason", failure.text())
                    .log("engine does not answer");
        }
    }
}
