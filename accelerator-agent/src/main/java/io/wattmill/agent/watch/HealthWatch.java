// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.watch;

import io.vertx.core.Context;
import io.wattmill.agent.device.AlarmSource;
import io.wattmill.agent.device.DeviceAlarm;
import io.wattmill.agent.energy.EnergyReading;
import io.wattmill.agent.health.Happening;
import io.wattmill.agent.health.HealthBook;
import io.wattmill.agent.health.MemoryRows;
import io.wattmill.agent.health.Moment;
import io.wattmill.agent.health.ReadingAlarms;
import io.wattmill.agent.health.Response;
import io.wattmill.agent.health.XidTable;
import io.wattmill.agent.node.NodeBoard;
import io.wattmill.agent.report.DeviceStatus;
import io.wattmill.agent.report.FleetMessages;
import io.wattmill.contract.fleet.v1.NodeEvent;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.telemetry.Limits;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The health of a node, live: alarms come in from any thread and are taken on the node's context,
 * the verdict goes on the board, and the router hears of what happened. A device is drained by
 * saying so: the router places nothing on it any more, and what runs there ends in peace.
 */
public final class HealthWatch {

    private final ServiceContext services;
    private final Context context;
    private final HealthConfig config;
    private final NodeBoard board;
    private final List<AlarmSource> sources;
    private final Consumer<NodeEvent> listener;
    private final XidTable table = XidTable.standard();
    private final HealthBook book;
    private final ReadingAlarms readings = new ReadingAlarms();
    private final BusIds busIds = new BusIds();
    private final AtomicInteger waiting = new AtomicInteger();
    private long timer;

    /**
     * A watch that begins with {@link #start}.
     *
     * @param listener hears of what happened
     */
    public HealthWatch(
            ServiceContext services,
            Context context,
            HealthConfig config,
            NodeBoard board,
            List<AlarmSource> sources,
            Consumer<NodeEvent> listener) {
        this.services = services;
        this.context = context;
        this.config = config;
        this.board = board;
        this.sources = List.copyOf(sources);
        this.listener = listener;
        this.book = new HealthBook(table, config.rules());
    }

    /** Begins to listen. On the node's context. */
    public void start() {
        board.onResume(() -> tell(book.resume(now())));
        sources.forEach(source -> source.listen(this::heard));
        timer = services.vertx().setPeriodic(config.period().toMillis(), _ -> tick());
    }

    /** Ends listening. */
    public void stop() {
        services.vertx().cancelTimer(timer);
        sources.forEach(AlarmSource::close);
    }

    /** The devices were just read: their gauges and meters may tell of faults and repairs. */
    public void looked(long atUs) {
        for (DeviceStatus device : board.devices()) {
            busIds.learn(device.reading());
            readings.look(device.reading(), atUs).ifPresent(this::take);
            readings.action(device.reading(), atUs).ifPresent(this::take);
            MemoryRows.of(device.reading()).ifPresent(rows -> take(device, rows));
            if (readings.isBack(device.reading())) {
                repaired(device, "its driver finds it again");
            } else if (isReset(device)) {
                repaired(device, "its driver was loaded again");
            }
        }
    }

    private void repaired(DeviceStatus device, String how) {
        tell(book.repaired(device.reading().deviceId(), how, now()));
    }

    private static boolean isReset(DeviceStatus device) {
        return device.energy()
                .map(energy -> energy.notices().contains(EnergyReading.Notice.COUNTER_RESET))
                .orElse(false);
    }

    /** In a storm of faults that mean nothing, those that mean something still find room. */
    private void heard(DeviceAlarm alarm) {
        Response response = table.rule(alarm.xid(), alarm.detail()).response();
        boolean mild = response.compareTo(Response.WATCH) < 0;
        if (waiting.incrementAndGet() > (mild ? config.inbox() / 2 : config.inbox())) {
            waiting.decrementAndGet();
            Limits.hit(services.metrics(), "agent.health.inbox");
            return;
        }
        context.runOnContext(
                _ -> {
                    waiting.decrementAndGet();
                    take(alarm);
                });
    }

    private void take(DeviceAlarm alarm) {
        take(book.accept(busIds.named(alarm), now()));
    }

    /** Ten times a second: the board hears only of what changed. */
    private void take(DeviceStatus device, MemoryRows rows) {
        HealthBook.Outcome outcome = book.rows(device.reading().deviceId(), rows, now());
        if (outcome.refused() || !outcome.happenings().isEmpty()) {
            take(outcome);
        }
    }

    private void take(HealthBook.Outcome outcome) {
        if (outcome.refused()) {
            Limits.hit(services.metrics(), "agent.health.max-devices");
        }
        if (outcome.news()) {
            services.metrics()
                    .counter(
                            "wattmill_agent_device_faults",
                            "node",
                            board.nodeId(),
                            "response",
                            outcome.response().label())
                    .increment();
        }
        tell(outcome.happenings());
    }

    private void tick() {
        tell(book.tick(board.picture().occupancy(), now()));
    }

    private void tell(List<Happening> happenings) {
        happenings.stream().map(FleetMessages::event).forEach(listener);
        board.diagnosis(book.diagnosis());
    }

    private Moment now() {
        return new Moment(services.ticker().nanos(), services.clock().nowUs());
    }
}
