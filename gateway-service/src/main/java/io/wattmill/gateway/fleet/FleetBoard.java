// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.fleet;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageConsumer;
import io.wattmill.contract.fleet.v1.FleetAddresses;
import io.wattmill.contract.fleet.v1.FleetEvent;
import io.wattmill.contract.fleet.v1.FleetSnapshot;
import io.wattmill.contract.ledger.v1.LedgerAddresses;
import io.wattmill.contract.ledger.v1.UsageCounters;
import io.wattmill.gateway.scoreboard.History;
import io.wattmill.kit.bus.Bus;
import io.wattmill.kit.time.Clock;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The last minute of fleet snapshots and usage counters. Nothing here is the truth: a message that
 * is lost is made good by the next. Read from any thread.
 */
public final class FleetBoard {

    private static final int SAMPLES = 64;
    private static final int EVENTS = 50;

    private final Bus bus;
    private final Clock clock;
    private final List<MessageConsumer<Buffer>> subscriptions = new ArrayList<>();
    private volatile History<FleetSnapshot> snapshots = History.empty(SAMPLES);
    private volatile History<UsageCounters> counters = History.empty(SAMPLES);
    private volatile List<Arrived> events = List.of();

    /** An event, and when it came, epoch microseconds by this gateway's clock. */
    private record Arrived(FleetEvent event, long atUs) {

        /** When it happened; a node whose clock is ahead tells of nothing that is yet to come. */
        long happenedUs() {
            return Math.min(event.getOccurredAtUs(), atUs);
        }
    }

    /** A board that hears of {@code bus}. */
    public FleetBoard(Bus bus, Clock clock) {
        this.bus = bus;
        this.clock = clock;
    }

    /** Begins to listen. */
    public void start() {
        subscriptions.add(
                bus.<FleetSnapshot>subscribe(
                        FleetAddresses.SNAPSHOT,
                        FleetSnapshot.parser(),
                        snapshot -> snapshots = snapshots.with(snapshot.getTakenAtUs(), snapshot)));
        subscriptions.add(
                bus.<UsageCounters>subscribe(
                        LedgerAddresses.USAGE_COUNTERS,
                        UsageCounters.parser(),
                        usage -> counters = counters.with(usage.getTakenAtUs(), usage)));
        subscriptions.add(
                bus.<FleetEvent>subscribe(
                        FleetAddresses.EVENT, FleetEvent.parser(), this::changed));
    }

    /** Kept as they came: no node's clock decides for how long an event is kept. */
    private synchronized void changed(FleetEvent event) {
        List<Arrived> longer = new ArrayList<>(events);
        longer.add(new Arrived(event, clock.nowUs()));
        int from = Math.max(0, longer.size() - EVENTS);
        events = List.copyOf(longer.subList(from, longer.size()));
    }

    /** Ends listening. */
    public Future<Void> stop() {
        return Future.join(subscriptions.stream().map(MessageConsumer::unregister).toList())
                .mapEmpty();
    }

    /** Snapshots of the fleet, oldest first. */
    public History<FleetSnapshot> snapshots() {
        return snapshots;
    }

    /**
     * What came last, oldest first: an agent that was cut off tells late what happened meanwhile,
     * so the order is that of events.
     */
    public List<FleetEvent> events() {
        return events.stream()
                .sorted(Comparator.comparingLong(Arrived::happenedUs))
                .map(Arrived::event)
                .toList();
    }

    /** Counters of the books, oldest first. */
    public History<UsageCounters> counters() {
        return counters;
    }
}
