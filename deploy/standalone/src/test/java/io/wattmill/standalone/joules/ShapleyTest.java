// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.joules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.agent.regression.Estimate;
import io.wattmill.billing.attribution.Attribution;
import io.wattmill.billing.attribution.Residency;
import io.wattmill.billing.attribution.Share;
import io.wattmill.billing.attribution.ShareKind;
import io.wattmill.billing.attribution.Window;
import io.wattmill.billing.meter.Coefficients;
import io.wattmill.billing.usage.Timing;
import io.wattmill.contract.common.v1.EnergyCoefficients;
import io.wattmill.router.batch.BatchLimits;
import io.wattmill.router.batch.SequenceRequest;
import io.wattmill.router.batch.StepResult.Produced;
import io.wattmill.router.engine.EngineModel;
import io.wattmill.router.engine.Gpus;
import io.wattmill.router.engine.Models;
import io.wattmill.router.wire.EnergyMessages;
import io.wattmill.standalone.joules.Load.Range;
import io.wattmill.standalone.joules.SimulatedEngine.Arrival;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * What billing makes of a simulated batch, with coefficients that the agent has learned on that
 * engine, beside the Shapley value of the same batch: the energy that each request adds, on average
 * over all orders of coming. Twice: to the steps as they ran ({@link StepGame}), and to an engine
 * that is run anew for each set of requests. The second one also counts what a request does to when
 * others' steps are: a long prompt delays who decodes, into the company of those who come later.
 * That is in no step's meter, and no division by steps shows it.
 */
class ShapleyTest {

    private static final EngineModel ENGINE =
            new EngineModel(Models.LLAMA_3_1_8B, Gpus.H100_SXM, 1);
    private static final BatchLimits LIMITS =
            new BatchLimits(ENGINE.kvCapacityTokens(), 256, 8_192, 10_000);
    private static final Attribution ATTRIBUTION = new Attribution(3_000_000);
    private static final EnergyCoefficients PRIOR = EnergyMessages.write(ENGINE.coefficients(16));
    private static final long SECOND = 1_000_000_000;
    private static final long QUIET = 345 * SECOND;

    /** What billing cuts by default, and what is shorter than a batch. */
    private static final List<Long> WINDOWS = List.of(10 * SECOND, SECOND);

    private static final int REQUESTS = 12;

    /** Above what the engine draws when idle: that part is shared by residence. */
    private static final StepEnergy ABOVE_IDLE =
            (load, seconds) ->
                    (ENGINE.powerMilliwatts(load) - ENGINE.idlePowerMilliwatts()) / 1e3 * seconds;

    /** How far shares lie from Shapley's: over all energy, and of the worst request. */
    private record Apart(double all, double worst) {}

    /** Twelve prompts of 100 to 2,000 tokens that come at once, and end within four steps. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void sharesOfABatchAreNearShapleys(long seed) {
        compare("a batch", seed, 1, new Range(320, 324));
    }

    /** Who is alone at the beginning or end of a batch pays the steps of that time alone. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void sharesOfABatchWithThinEndsAreNearShapleys(long seed) {
        compare("a batch with thin ends", seed, SECOND / 2, new Range(150, 400));
    }

    private static void compare(String what, long seed, long spreadNanos, Range outputs) {
        List<Arrival> arrivals = arrivals(new SplittableRandom(seed), spreadNanos, outputs);
        double[] anew = new Shapley(set -> joulesAboveIdle(arrivals, set), REQUESTS).shares();
        for (long window : WINDOWS) {
            StepGame game = new StepGame(ENGINE, ABOVE_IDLE, arrivals);
            double[] shares = shares(arrivals, seed, window, game);
            Apart asRun = apart(game.shares(), shares);
            Apart runAnew = apart(anew, shares);
            print(what + ", as run", seed, window, asRun);
            print(what + ", run anew", seed, window, runAnew);
            assertTrue(asRun.all() < 0.02 && asRun.worst() < 0.05, asRun::toString);
            assertTrue(runAnew.all() < 0.04 && runAnew.worst() < 0.08, runAnew::toString);
        }
    }

    private static Apart apart(double[] fair, double[] shares) {
        double all = 0;
        double apart = 0;
        double worst = 0;
        for (int i = 0; i < REQUESTS; i++) {
            all += fair[i];
            apart += Math.abs(shares[i] - fair[i]);
            worst = Math.max(worst, Math.abs(shares[i] / fair[i] - 1));
        }
        return new Apart(apart / all, worst);
    }

    private static void print(String what, long seed, long window, Apart apart) {
        System.out.printf(
                "shapley: %s, seed %d, windows of %d s: shares of %d requests apart by %.1f %% of"
                        + " the energy, worst request %.1f %%%n",
                what, seed, window / SECOND, REQUESTS, 100 * apart.all(), 100 * apart.worst());
    }

    private static List<Arrival> arrivals(
            SplittableRandom random, long spreadNanos, Range outputs) {
        List<Arrival> arrivals = new ArrayList<>();
        Range prompts = new Range(100, 2_000);
        for (int i = 0; i < REQUESTS; i++) {
            long at = random.nextLong(spreadNanos);
            arrivals.add(
                    new Arrival(
                            at,
                            SequenceRequest.cold(i, prompts.draw(random), outputs.draw(random))));
        }
        arrivals.sort((a, b) -> Long.compare(a.atNanos(), b.atNanos()));
        return arrivals;
    }

    private static double joulesAboveIdle(List<Arrival> arrivals, int set) {
        SimulatedEngine engine = new SimulatedEngine(ENGINE, LIMITS, ABOVE_IDLE);
        arrivals.stream()
                .filter(arrival -> (set >> arrival.request().id() & 1) == 1)
                .forEach(engine::arrives);
        while (!engine.isDone()) {
            engine.run(engine.nowNanos() + SECOND);
        }
        return engine.joules();
    }

    /**
     * Joules above base of each request, window by window as billing divides them. The agent has
     * learned the engine under five minutes of a like load before the batch comes, and goes on.
     */
    private static double[] shares(
            List<Arrival> arrivals, long seed, long windowNanos, StepGame game) {
        SplittableRandom random = new SplittableRandom(~seed);
        SimulatedEngine engine = new SimulatedEngine(ENGINE, LIMITS, StepEnergy.of(ENGINE));
        Load load = new Load(engine, random.split());
        load.poisson(30, 330, 5, new Range(100, 2_000), new Range(150, 400));
        WatchedEngine watched = new WatchedEngine(engine, Optional.of(PRIOR), 0.03, random.split());
        watched.run(QUIET);
        long[] firstUs = new long[REQUESTS];
        long[] endUs = new long[REQUESTS];
        engine.onToken(token -> note(token, engine.nowNanos() / 1_000, firstUs, endUs));
        engine.onStep(game::step);
        long began = engine.nowNanos();
        arrivals.forEach(one -> engine.arrives(new Arrival(began + one.atNanos(), one.request())));
        List<Window> windows = new ArrayList<>();
        while (!engine.isDone()) {
            long fromNanos = engine.nowNanos();
            double before = engine.joules();
            watched.run(fromNanos + windowNanos);
            windows.add(
                    new Window(
                            Math.round((engine.joules() - before) * 1e6),
                            fromNanos / 1_000,
                            engine.nowNanos() / 1_000,
                            coefficients(watched.fit().estimate())));
        }
        List<Residency> stays =
                arrivals.stream().map(one -> residency(one, began, firstUs, endUs)).toList();
        double[] joules = new double[REQUESTS];
        for (Window window : windows) {
            List<Share> shares = ATTRIBUTION.attribute(window, stays);
            assertEquals(window.energyUj(), shares.stream().mapToLong(Share::energyUj).sum());
            shares.forEach(share -> add(share, joules));
        }
        return joules;
    }

    private static Coefficients coefficients(Estimate fit) {
        return new Coefficients(
                Math.round(fit.prefill().value() * 1e6),
                Math.round(fit.decode().value() * 1e6),
                Optional.of(
                        new Coefficients.Step(
                                Math.round(fit.step().value() * 1e6),
                                Math.round(fit.token().value() * 1e6))),
                Math.round(fit.kvRead().value() * 1e12),
                Math.round(fit.base().value() * 1e3),
                Coefficients.Origin.UNTOLD);
    }

    private static void note(Produced token, long atUs, long[] firstUs, long[] endUs) {
        if (token.first()) {
            firstUs[(int) token.id()] = atUs;
        }
        endUs[(int) token.id()] = atUs;
    }

    private static Residency residency(Arrival arrival, long began, long[] firstUs, long[] endUs) {
        int id = (int) arrival.request().id();
        return new Residency(
                new UUID(0, id),
                1,
                new Timing(
                        (began + arrival.atNanos()) / 1_000,
                        OptionalLong.of(firstUs[id]),
                        endUs[id]),
                arrival.request().promptTokens(),
                0,
                arrival.request().outputTokens());
    }

    private static void add(Share share, double[] joules) {
        if (share instanceof Share.OfRequest of && of.kind() != ShareKind.IDLE_SHARE) {
            joules[(int) of.requestId().getLeastSignificantBits()] += of.energyUj() / 1e6;
        }
    }
}
