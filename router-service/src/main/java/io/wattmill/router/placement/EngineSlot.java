// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

import io.wattmill.router.engine.EngineShape;
import io.wattmill.router.fleet.Engine;
import io.wattmill.router.prediction.EngineLimits;
import io.wattmill.router.prediction.Forecast;
import io.wattmill.router.prediction.RecentMedian;

/** What the router itself knows of an engine: forecast and recent experience. */
public final class EngineSlot {
    private final EngineShape shape;
    private final EngineLimits limits;
    private final Forecast forecast;
    private final RecentMedian ttftUs = new RecentMedian();
    private final RecentMedian tpotUs = new RecentMedian();

    EngineSlot(Engine engine) {
        shape = engine.shape();
        limits = limits(engine);
        forecast = new Forecast(shape, limits);
    }

    private static EngineLimits limits(Engine engine) {
        return EngineLimits.of(
                engine.description().kvCapacityTokens(),
                engine.description().maxRunning(),
                engine.shape().model());
    }

    /** Whether the engine is still what this slot was made for. */
    boolean fits(Engine engine) {
        EngineShape now = engine.shape();
        return limits.equals(limits(engine))
                && now.model().model().equals(shape.model().model())
                && now.model().gpu().equals(shape.model().gpu())
                && now.model().tensorParallel() == shape.model().tensorParallel();
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
