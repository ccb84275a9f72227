// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.place;

import io.wattmill.router.batch.PrefixBlocks;
import io.wattmill.router.fleet.EngineKey;
import io.wattmill.router.fleet.Fleet;
import io.wattmill.router.fleet.Moment;
import io.wattmill.router.fleet.NodeReading;
import io.wattmill.router.placement.Attempt;
import io.wattmill.router.placement.Dispatcher;
import io.wattmill.router.placement.Observed;
import io.wattmill.router.placement.Placement;
import io.wattmill.router.placement.PlacementRequest;
import io.wattmill.router.placement.policy.ModePolicies;
import io.wattmill.router.placement.policy.PolicySettings;
import io.wattmill.router.prediction.RequestShape;
import io.wattmill.twin.simulate.fleet.FleetEngine;
import io.wattmill.twin.simulate.fleet.SimulatedFleet;
import io.wattmill.twin.simulate.place.RouterSettings.Answers;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A {@link Dispatcher} over a simulated fleet, spoken to in numbers: requests by their place in the
 * trace, engines by their place in the fleet, instants in virtual nanoseconds that never go back.
 */
public final class VirtualRouter {
    private static final Observed STARTED = new Observed.Started();
    private static final Observed FIRST_TOKEN = new Observed.FirstToken();
    private static final long NANOS_PER_MICRO = 1_000;
    private static final int NO_BOUND = 0;

    private final Dispatcher dispatcher;
    private final RouterSettings settings;
    private final PlacementLog log;
    private final String model;
    private final List<NodeAgent> agents;
    private final Map<EngineKey, Integer> engines = new HashMap<>();
    private final Attempt[] attempts;

    /**
     * A router that every node has joined and reported to, idle.
     *
     * @param policies tastes of its policies
     * @param log hears of each decision
     * @param requests how many there will be at most
     */
    public VirtualRouter(
            SimulatedFleet fleet,
            RouterSettings settings,
            PolicySettings policies,
            PlacementLog log,
            int requests,
            List<? extends EngineState> states) {
        this.settings = settings;
        this.log = log;
        this.model = fleet.served();
        this.attempts = new Attempt[requests];
        this.agents = NodeAgent.of(fleet, states);
        this.dispatcher =
                new Dispatcher(
                        new Fleet(settings.fleetRules(agents.size())),
                        ModePolicies.policy(settings.mode(), policies.withTie(settings.tiePpm())),
                        settings.dispatchRules());
        for (FleetEngine engine : fleet.engines()) {
            engines.put(new EngineKey(engine.nodeId(), engine.engineId()), engines.size());
        }
        agents.forEach(agent -> dispatcher.fleet().join(agent.description(), moment(0)));
        report(0);
    }

    private static Moment moment(long nowNanos) {
        return new Moment(nowNanos, nowNanos / NANOS_PER_MICRO);
    }

    /**
     * The engine for a request; empty when the router has none.
     *
     * @param prefix blocks of its prompt, as gateways name them
     */
    public OptionalInt place(
            int request, int promptTokens, int outputTokens, PrefixBlocks prefix, long nowNanos) {
        Attempt attempt = new Attempt("r" + request, 1);
        attempts[request] = attempt;
        PlacementRequest asked = asked(attempt, promptTokens, outputTokens, prefix);
        Moment now = moment(nowNanos);
        long began = log.ticker().getAsLong();
        Placement placement = dispatcher.place(expecting(asked), now);
        long took = log.ticker().getAsLong() - began;
        return switch (placement) {
            case Placement.Placed placed -> {
                tell(request, STARTED, nowNanos);
                int engine = engines.getOrDefault(placed.engine().key(), 0);
                log.placed(request, engine, took);
                yield OptionalInt.of(engine);
            }
            case Placement.Unplaced _ -> OptionalInt.empty();
        };
    }

    private PlacementRequest asked(
            Attempt attempt, int promptTokens, int outputTokens, PrefixBlocks prefix) {
        int bound = settings.answers() == Answers.BOUNDED ? outputTokens : NO_BOUND;
        int usual = settings.expectedOutputTokens();
        int expected = bound == NO_BOUND ? usual : Math.min(usual, bound);
        return new PlacementRequest(
                attempt,
                model,
                "",
                new RequestShape(promptTokens, 0, expected),
                bound,
                Set.of(),
                Map.of(),
                prefix);
    }

    private PlacementRequest expecting(PlacementRequest asked) {
        return switch (settings.answers()) {
            case BOUNDED -> asked;
            case LEARNED -> dispatcher.lengthened(asked);
        };
    }

    /** A gateway saw the first token. */
    public void firstToken(int request, long nowNanos) {
        tell(request, FIRST_TOKEN, nowNanos);
    }

    /** A gateway counted so many tokens. */
    public void progress(int request, int tokens, long nowNanos) {
        tell(request, new Observed.Progress(tokens), nowNanos);
    }

    /** A gateway saw the end, with its usage. */
    public void finished(int request, Observed.Finished usage, long nowNanos) {
        tell(request, usage, nowNanos);
    }

    /** The engine refused it: too many wait there. */
    public void refused(int request, long nowNanos) {
        tell(request, new Observed.Failed("queue full", 503), nowNanos);
    }

    private void tell(int request, Observed observed, long nowNanos) {
        Moment now = moment(nowNanos);
        dispatcher.observe(attempts[request], observed, now.epochUs(), now);
    }

    /** Every agent reports. */
    public void report(long nowNanos) {
        Moment now = moment(nowNanos);
        for (NodeAgent agent : agents) {
            NodeReading reading = agent.read(now.epochUs());
            dispatcher.report(agent.nodeId(), reading, now);
        }
    }

    /** The router looks at its clock. */
    public void tick(long nowNanos) {
        dispatcher.tick(moment(nowNanos));
    }
}
