// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

import io.wattmill.router.engine.EnergyCoefficients;
import io.wattmill.router.engine.EngineShape;
import io.wattmill.router.engine.OperatingPoint;
import io.wattmill.router.fleet.Engine;
import io.wattmill.router.fleet.EngineReading;
import io.wattmill.router.fleet.EngineReading.Counters;
import io.wattmill.router.fleet.HostedTerms;
import io.wattmill.router.fleet.Moment;
import io.wattmill.router.prediction.BatchLevel;
import io.wattmill.router.prediction.EnergyByBatch;
import io.wattmill.router.prediction.EngineLimits;
import io.wattmill.router.prediction.Forecast;
import io.wattmill.router.prediction.Prediction;
import io.wattmill.router.prediction.PredictionErrors;
import io.wattmill.router.prediction.Predictions;
import io.wattmill.router.prediction.RecentMedian;
import io.wattmill.router.prediction.RequestShape;

import java.util.Optional;

/** What the router itself knows of an engine: forecast and recent experience. */
public final class EngineSlot {
    private static final long NANOS_PER_MICRO = 1_000;

    private final EngineShape shape;
    private final EngineLimits limits;
    private final Optional<HostedTerms> hosted;
    private final Forecast forecast;
    private final PredictionErrors errors;
    private final EngineMeter meter;
    private final Kinds kinds;
    private OperatingPoint point = OperatingPoint.FULL;
    private EnergyByBatch energy;
    private final BatchLevel level = new BatchLevel();
    private final RecentMedian ttftUs = new RecentMedian();
    private final RecentMedian tpotUs = new RecentMedian();
    private final EngineCache cache;
    private final HeldWork held = new HeldWork();
    private Counters counters = new Counters(0, 0, 0, 0);

    EngineSlot(Engine engine, PrefixBook prefixes, Kinds kinds) {
        shape = engine.shape();
        limits = limits(engine);
        hosted = engine.description().hosted();
        this.kinds = kinds;
        Kinds.Common common = kinds.of(shape.model(), limits);
        Kinds.Physics physics = kinds.physics(shape.model(), limits);
        forecast = new Forecast(shape, limits, physics.prompts(), common.speed());
        errors = new PredictionErrors(common.errors());
        meter = new EngineMeter(common.joules(), errors);
        energy = physics.energy();
        cache = prefixes.cache(engine.key(), limits.kvCapacityTokens(), hosted.isPresent());
    }

    private static EngineLimits limits(Engine engine) {
        return EngineLimits.of(
                engine.description().kvCapacityTokens(),
                engine.description().maxRunning(),
                engine.shape().model());
    }

    /** Whether the engine is still what this slot was made for. */
    boolean fits(Engine engine) {
        return limits.equals(limits(engine))
                && hosted.equals(engine.description().hosted())
                && engine.shape().isAlike(shape);
    }

    /** The engine's node is not believed: only this router's own work is known. */
    void doubted() {
        forecast.reported(0, 0);
    }

    /** What its requests have shown of it. */
    HeldWork held() {
        return held;
    }

    /** What its node told of its devices, if it is believed. */
    void runsOn(Engine engine, Moment now) {
        runsAt(engine.operatingPoint());
        long base = coefficients(engine).basePowerMilliwatts();
        meter.read(engine.microjoules(), base, !forecast.work().isShared(), now);
    }

    /** What its requests took. */
    EngineMeter meter() {
        return meter;
    }

    private void runsAt(OperatingPoint now) {
        if (!now.equals(point)) {
            point = now;
            EngineShape running = shape.at(now);
            Kinds.Physics physics = kinds.physics(running.model(), limits);
            forecast.runs(running, physics.prompts());
            energy = physics.energy();
        }
    }

    /** How its devices are made to run. */
    public OperatingPoint operatingPoint() {
        return point;
    }

    /** The engine reported itself. */
    void reported(EngineReading reading) {
        forecast.reported(reading.running() + reading.waiting(), reading.kvUsedPpm());
        level.seen(reading.running());
        if (reading.reachable()) {
            count(reading.counters());
        }
    }

    /** Counters that fall back are those of an engine that began anew, with an empty cache. */
    private void count(Counters now) {
        if (now.promptTokens() < counters.promptTokens()
                || now.generationTokens() < counters.generationTokens()) {
            cache.forget();
        }
        counters = now;
    }

    /** Whether the engine itself counts hits in its prefix cache. */
    boolean countsPrefixHits() {
        return counters.cachedTokens() > 0;
    }

    /** What the agent fitted, else the engine model's at the batch that one more request joins. */
    EnergyCoefficients coefficientsToJoin(Engine engine) {
        return hosted.isPresent() ? EnergyCoefficients.NONE : modelledToJoin(engine);
    }

    private EnergyCoefficients modelledToJoin(Engine engine) {
        Optional<EnergyCoefficients> fitted = engine.fitted();
        return fitted.isPresent() ? fitted.get() : energy.at(forecast.work().sequences() + 1);
    }

    /** What the agent fitted, else the engine model's at the batch that the engine is used at. */
    public EnergyCoefficients coefficients(Engine engine) {
        return hosted.isPresent()
                ? EnergyCoefficients.NONE
                : engine.fitted().orElseGet(this::prior);
    }

    /** The engine model's coefficients at the batch that the engine is used at. */
    public EnergyCoefficients prior() {
        return energy.at(level.batch());
    }

    /**
     * What to expect of this request, held here to a depth, if it were placed here now.
     *
     * @return whether that is all; else {@link #detail} tells the rest
     */
    boolean predict(PlacementRequest request, int depth, Moment now, Predictions into, int index) {
        boolean isHosted = hosted.isPresent();
        if (isHosted) {
            into.set(index, observed(hosted.get()));
            into.unloadedTpot(index, forecast.unloadedTpotNanos());
        } else {
            int cached = cache.cachedTokens(request, depth);
            int known = Math.max(cached, request.shape().cachedTokens());
            forecast.times(request.shape(), known, now.nanos(), into, index);
        }
        return isHosted;
    }

    /** The rest of what was predicted just now. */
    void detail(PlacementRequest request, Engine engine, Predictions into, int index) {
        RequestShape expected = request.shape().withCached(into.cachedTokens(index));
        forecast.detail(expected, coefficientsToJoin(engine), into, index);
    }

    /** The same of a request whose prompt another engine computes, from its KV cache's arrival. */
    void predictHandedOver(
            PlacementRequest request, Engine engine, Moment now, Predictions into, int index) {
        RequestShape expected = request.shape().handedOver();
        forecast.times(expected, expected.cachedTokens(), now.nanos(), into, index);
        forecast.detail(expected, coefficientsToJoin(engine), into, index);
    }

    private Prediction observed(HostedTerms terms) {
        return Prediction.observed(expectedTtft(terms), expectedTpot(terms));
    }

    private long expectedTtft(HostedTerms terms) {
        return seenOr(ttftUs, terms.ttftNanos());
    }

    private long expectedTpot(HostedTerms terms) {
        return seenOr(tpotUs, terms.tpotNanos());
    }

    private static long seenOr(RecentMedian seenUs, long configuredNanos) {
        long us = seenUs.value();
        return us > 0 ? us * NANOS_PER_MICRO : configuredNanos;
    }

    /** Why one more request would be too many; own engines queue, and are never full. */
    Optional<Obstacle> full() {
        return hosted.isEmpty()
                ? Optional.empty()
                : hosted.filter(terms -> forecast.work().inFlight() >= terms.maxInFlight())
                        .map(
                                terms ->
                                        new Obstacle(
                                                Obstacle.Kind.FULL,
                                                "has its " + terms.maxInFlight() + " requests"));
    }

    /** Whether somebody else runs it. */
    boolean isHosted() {
        return hosted.isPresent();
    }

    /** How well it is predicted. */
    public PredictionErrors errors() {
        return errors;
    }

    /** What it is, as a label. */
    public String kind() {
        return shape.label();
    }

    /** Its prefix cache. */
    public EngineCache cache() {
        return cache;
    }

    public Forecast forecast() {
        return forecast;
    }

    /** Median of the last times to first token, microseconds. */
    public RecentMedian ttftUs() {
        return ttftUs;
    }

    /** Median of the last times per token, microseconds. */
    public RecentMedian tpotUs() {
        return tpotUs;
    }
}
