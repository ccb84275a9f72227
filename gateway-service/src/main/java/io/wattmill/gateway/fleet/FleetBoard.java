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
    private final List<MessageConsumer<Buffer>> subscriptions = new ArrayList<>();
    private volatile History<FleetSnapshot> snapshots = History.empty(SAMPLES);
    private volatile History<UsageCounters> counters = History.empty(SAMPLES);
    private volatile List<FleetEvent> events = List.of();

    /** A board that hears of {@code bus}. */
    public FleetBoard(Bus bus) {
        this.bus = bus;
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

    /**
     * An agent that was cut off tells late what happened meanwhile: the order is that of events.
     */
    private synchronized void changed(FleetEvent event) {
        List<FleetEvent> longer = new ArrayList<>(events);
        longer.add(event);
        longer.sort(Comparator.comparingLong(FleetEvent::getOccurredAtUs));
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

    /** What happened in the fleet last, oldest first. */
    public List<FleetEvent> events() {
        return events;
    }

    /** Counters of the books, oldest first. */
    public History<UsageCounters> counters() {
        return counters;
    }
}
