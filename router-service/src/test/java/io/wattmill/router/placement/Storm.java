// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

import static io.wattmill.router.fleet.Samples.at;
import static io.wattmill.router.fleet.Samples.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.router.batch.PrefixBlocks;
import io.wattmill.router.fleet.Engine;
import io.wattmill.router.fleet.EngineKey;
import io.wattmill.router.fleet.EngineReading;
import io.wattmill.router.fleet.EngineReading.Counters;
import io.wattmill.router.fleet.EngineRole;
import io.wattmill.router.fleet.Fleet;
import io.wattmill.router.fleet.Moment;
import io.wattmill.router.fleet.Node;
import io.wattmill.router.fleet.NodeDescription;
import io.wattmill.router.fleet.NodeReading;
import io.wattmill.router.fleet.NodeReading.DeviceReading;
import io.wattmill.router.fleet.NodeReading.Health;
import io.wattmill.router.fleet.NodeState;
import io.wattmill.router.fleet.Samples;
import io.wattmill.router.placement.Placement.Placed;
import io.wattmill.router.placement.policy.ModePolicies;
import io.wattmill.router.placement.policy.PolicySettings;
import io.wattmill.router.prediction.EngineWork;
import io.wattmill.router.prediction.RequestShape;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * A fleet and its clients on a bad day, all from one seed, which also says by which policy they are
 * placed. Checks after every step.
 */
final class Storm {
    private static final Set<NodeState> TAKING = EnumSet.of(NodeState.SERVING, NodeState.DEGRADED);
    private static final int NODES = 6;
    private static final EngineKey ELSEWHERE = new EngineKey("elsewhere", "e");
    private static final DispatchRules RULES = new DispatchRules(4, 200, 30_000_000_000L, 1_000, 7);

    private final Random random;
    private final Dispatcher router;
    private final Map<String, Integer> seen = new TreeMap<>();
    private final List<Attempt> open = new ArrayList<>();
    private final Map<Attempt, Placed> places = new HashMap<>();
    private final boolean pools;
    private final boolean[] mute = new boolean[NODES];
    private long ms;
    private long skewMs;
    private int requests;

    Storm(long seed) {
        random = new Random(seed);
        pools = seed % 2 == 1;
        router = new Dispatcher(new Fleet(Samples.rules()), policy(seed), RULES);
        saw(policy(seed).mode());
    }

    /** Each policy in turn, with pools and without. */
    private static PlacementPolicy policy(long seed) {
        PlacementMode[] modes = PlacementMode.values();
        PlacementMode mode = modes[(int) (seed / 2 % modes.length)];
        return ModePolicies.policy(mode, PolicySettings.DEFAULTS);
    }

    /** How often what happened. */
    Map<String, Integer> seen() {
        return seen;
    }

    private void saw(String what) {
        seen.merge(what, 1, Integer::sum);
    }

    private Moment now() {
        Moment moment = at(ms);
        return new Moment(moment.nanos(), moment.epochUs() + skewMs * 1_000);
    }

    void step() {
        ms += random.nextInt(100) == 0 ? random.nextInt(20_000) : random.nextInt(200);
        String id = "n" + random.nextInt(NODES);
        switch (random.nextInt(24)) {
            case 0 -> router.fleet().join(member(id, "b" + random.nextInt(3), model()), now());
            case 1 -> router.fleet().join(member(id, "boot-1", Samples.MODEL), now());
            case 2 -> router.fleet().leave(id, "agent left", now());
            case 3 -> drain(id);
            case 4 -> router.fleet().resume(id, now());
            case 5 -> mute[Integer.parseInt(id.substring(1))] ^= true;
            case 6 -> flood(id);
            case 7 -> skewMs = random.nextInt(4) == 0 ? random.nextInt(7_200_000) - 3_600_000 : 0;
            case 8 -> report(id, lie(id));
            case 9, 10, 11, 12 -> everyoneReports();
            case 13, 14, 15, 16, 17 -> place();
            default -> hear();
        }
        tick();
        check();
    }

    /** Of every second fleet two nodes compute prompts, in two zones, and three decode. */
    private NodeDescription member(String id, String boot, String model) {
        int number = Integer.parseInt(id.substring(1));
        if (!pools) {
            return node(id, boot, "a", model);
        }
        EngineRole role =
                number < 2 ? EngineRole.PREFILL : number < 5 ? EngineRole.DECODE : EngineRole.BOTH;
        return Samples.as(role, node(id, boot, number % 2 == 0 ? "a" : "b", model));
    }

    private String model() {
        return random.nextInt(4) == 0 ? "llama-3.1-70b" : Samples.MODEL;
    }

    private void drain(String id) {
        if (router.fleet().drain(id, "operator", now())) {
            saw("drained");
        }
    }

    private void flood(String id) {
        for (int i = 0; i < 50; i++) {
            report(id, honest(id));
        }
    }

    private void everyoneReports() {
        for (int i = 0; i < NODES; i++) {
            if (!mute[i]) {
                report("n" + i, honest("n" + i));
            }
        }
    }

    private void report(String id, NodeReading reading) {
        long before = router.fleet().refusedReports().values().stream().mapToLong(n -> n).sum();
        router.report(id, reading, now());
        long after = router.fleet().refusedReports().values().stream().mapToLong(n -> n).sum();
        if (after > before) {
            saw("lie");
        }
    }

    private NodeReading honest(String id) {
        EngineReading engine =
                random.nextInt(30) == 0
                        ? Samples.unreachable(id)
                        : Samples.reachable(id, random.nextInt(40));
        Health health = random.nextInt(40) == 0 ? Health.DOWN : Health.HEALTHY;
        return Samples.observed(Samples.reading(id, health, "storm", engine), now());
    }

    private NodeReading lie(String id) {
        long any = random.nextLong();
        EngineReading engine =
                new EngineReading(
                        id + "-e",
                        true,
                        "",
                        random.nextInt(),
                        random.nextInt(),
                        any,
                        new Counters(any, any, any, any),
                        Optional.empty());
        DeviceReading device = new DeviceReading(id + "-gpu", any, any, random.nextLong());
        return new NodeReading(any, List.of(device), List.of(engine), Health.HEALTHY, "");
    }

    private void place() {
        boolean again = !open.isEmpty() && random.nextInt(20) == 0;
        Attempt attempt =
                again ? open.get(random.nextInt(open.size())) : new Attempt("r" + ++requests, 1);
        PlacementRequest request =
                new PlacementRequest(
                                attempt,
                                Samples.MODEL,
                                "",
                                new RequestShape(
                                        1 + random.nextInt(4_000), 0, 1 + random.nextInt(400)),
                                400,
                                Set.of(),
                                Map.of(),
                                prompt())
                        .on(new Terms(slo(), Optional.empty(), Caller.ANYBODY))
                        .inPairs(random.nextInt(8) > 0);
        if (router.place(request, now()) instanceof Placed placed) {
            placed.prefill().ifPresent(leg -> checkPair(placed, leg));
            saw(again ? "duplicate" : "placed");
            checkTakes(placed.node(), placed.engine());
            open.remove(attempt);
            open.add(attempt);
            places.put(attempt, placed);
        } else {
            saw("refused");
        }
    }

    /** Some begin alike. */
    private PrefixBlocks prompt() {
        long[] blocks = new long[random.nextInt(16)];
        long text = random.nextInt(8);
        for (int i = 0; i < blocks.length; i++) {
            blocks[i] = text * 1_000 + i;
        }
        return PrefixBlocks.of(blocks);
    }

    /** Nothing, what can be kept, or what nobody can. */
    private Slo slo() {
        Slo promised = new Slo(1 + random.nextLong(4_000_000_000L), 1 + random.nextInt(80_000_000));
        return switch (random.nextInt(4)) {
            case 0, 1 -> Slo.NONE;
            case 2 -> promised.aimedAt();
            default -> promised;
        };
    }

    private void checkPair(Placed placed, PrefillLeg leg) {
        saw("pair");
        checkTakes(leg.node(), leg.engine());
        assertEquals(EngineRole.PREFILL, leg.engine().description().role());
        assertEquals(EngineRole.DECODE, placed.engine().description().role());
        assertEquals(leg.node().description().zone(), placed.node().description().zone());
        assertTrue(leg.engine().description().model(Samples.MODEL).isPresent());
    }

    private void checkTakes(Node node, Engine engine) {
        assertTrue(TAKING.contains(node.condition().state()), node.condition().text());
        assertEquals(Optional.empty(), engine.unavailable());
        assertTrue(router.fleet().find(node.id()).filter(known -> known == node).isPresent());
    }

    private void hear() {
        if (open.isEmpty()) {
            return;
        }
        Attempt attempt = open.get(random.nextInt(open.size()));
        Observed observed =
                switch (random.nextInt(9)) {
                    case 8 -> new Observed.Prefilled(random.nextInt(4_000), 0);
                    case 0 -> new Observed.Started();
                    case 1, 2 -> new Observed.FirstToken();
                    case 3 -> new Observed.Progress(random.nextInt(400));
                    case 4 -> new Observed.Aborted();
                    case 5, 6 -> new Observed.Failed("500", 500);
                    default -> new Observed.Finished(random.nextInt(400));
                };
        EngineKey engine = random.nextInt(30) == 0 ? ELSEWHERE : turn(attempt, observed);
        router.observe(attempt, engine, observed, now().epochUs(), now());
        if (engine == ELSEWHERE) {
            saw("stray");
        } else if (observed instanceof Observed.Aborted
                || observed instanceof Observed.Failed
                || observed instanceof Observed.Finished) {
            open.remove(attempt);
        }
    }

    /** The engine that a gateway names: of a prompt that ended, the one that computed it. */
    private EngineKey turn(Attempt attempt, Observed observed) {
        Placed placed = Objects.requireNonNull(places.get(attempt));
        return observed instanceof Observed.Prefilled && placed.prefill().isPresent()
                ? placed.prefill().get().engine().key()
                : placed.engine().key();
    }

    /** The router names what it gave up only by number: the oldest news went first. */
    private void tick() {
        Dispatcher.Passed passed = router.tick(now());
        passed.silentNodes().forEach(_ -> saw("silent"));
        if (passed.expired() > 0) {
            saw("expired");
            open.removeIf(attempt -> !router.tracks(attempt));
        }
        for (Node node : router.nodes()) {
            node.engines().stream()
                    .filter(engine -> engine.ejection().isPresent())
                    .forEach(_ -> saw("ejected"));
        }
    }

    /** Each request that was placed and did not end is in flight once, and none other is. */
    private void check() {
        assertEquals(open.size(), router.inFlight());
        assertTrue(open.stream().allMatch(router::tracks));
        for (Node node : router.nodes()) {
            for (Engine engine : node.engines()) {
                checkSane(router.slot(engine).forecast().work());
            }
        }
    }

    private static void checkSane(EngineWork work) {
        assertFalse(work.inFlight() < 0 || work.prefilling() < 0 || work.prefillTokens() < 0);
        assertFalse(work.contextTokens() < 0 || work.decoding() < 0);
    }

    /** Whatever the day was, when all requests have ended no engine holds any. */
    void calm() {
        while (!open.isEmpty()) {
            router.observe(open.removeLast(), new Observed.Aborted(), now().epochUs(), now());
        }
        check();
        for (Node node : router.nodes()) {
            for (Engine engine : node.engines()) {
                EngineWork work = router.slot(engine).forecast().work();
                assertEquals(0, work.inFlight());
                assertEquals(0, work.prefilling());
                assertEquals(0, work.prefillTokens());
                router.slot(engine).doubted();
                assertEquals(0, work.decoding());
                assertEquals(0, work.contextTokens());
            }
        }
    }
}
