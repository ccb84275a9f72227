// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.sampling;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.wattmill.agent.device.DeviceScan;
import io.wattmill.agent.device.DeviceSource;
import io.wattmill.agent.node.NodeBoard;
import io.wattmill.agent.source.SourceFailure;
import io.wattmill.contract.fleet.v1.NodeEvent;
import io.wattmill.kit.time.Ticker;

import java.time.Duration;

/** Looks at the devices: each look feeds the meters and the board. */
public final class DeviceSampler {

    /** Who hears of it. */
    public interface Listener {

        /** Something happened to a device. */
        void happened(NodeEvent event);

        /** The board was written after a look at {@code atUs}, epoch microseconds. */
        void seen(long atUs);
    }

    private final Context context;
    private final Ticker ticker;
    private final DeviceSource source;
    private final NodeBoard board;
    private final Duration staleAfter;
    private final DeviceMeters meters;
    private final SamplingMetrics metrics;
    private final Listener listener;
    private long lastSeenNanos;
    private boolean everSeen;

    /**
     * A sampler on a context.
     *
     * @param staleAfter how long a failing source is borne before the board says so
     */
    public DeviceSampler(
            Context context,
            Ticker ticker,
            DeviceSource source,
            NodeBoard board,
            Duration staleAfter,
            DeviceMeters meters,
            SamplingMetrics metrics,
            Listener listener) {
        this.context = context;
        this.ticker = ticker;
        this.source = source;
        this.board = board;
        this.staleAfter = staleAfter;
        this.meters = meters;
        this.metrics = metrics;
        this.listener = listener;
    }

    /** Looks once. */
    public Future<Void> look() {
        return Future.fromCompletionStage(source.scan(), context)
                .compose(
                        scan -> {
                            take(scan);
                            return Future.succeededFuture();
                        });
    }

    private void take(DeviceScan scan) {
        switch (scan) {
            case DeviceScan.Seen devices -> take(devices);
            case DeviceScan.Unseen(SourceFailure failure) -> miss(failure);
        }
    }

    private void take(DeviceScan.Seen scan) {
        DeviceMeters.Step step = meters.accept(scan);
        everSeen = true;
        lastSeenNanos = scan.atNanos();
        metrics.stepped(step);
        board.devices(step.devices());
        step.events().forEach(listener::happened);
        listener.seen(scan.atUs());
    }

    private void miss(SourceFailure failure) {
        long silentNanos = ticker.nanos() - lastSeenNanos;
        if (!everSeen || silentNanos >= staleAfter.toNanos()) {
            board.deviceTrouble(failure);
        }
    }
}
