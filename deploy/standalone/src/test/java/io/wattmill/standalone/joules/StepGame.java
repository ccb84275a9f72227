// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.joules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wattmill.router.batch.StepPlan;
import io.wattmill.router.batch.StepPlan.Share;
import io.wattmill.router.engine.EngineModel;
import io.wattmill.router.engine.StepLoad;
import io.wattmill.standalone.joules.SimulatedEngine.Arrival;

import java.util.List;

/**
 * The Shapley value of a batch as it ran: of each step, what each sequence in it adds on average
 * over all orders; they add up over steps, because the value of a sum of games is the sum of their
 * values.
 */
final class StepGame {

    private final EngineModel engine;
    private final StepEnergy energy;
    private final int[] prompts;
    private final int[] held;
    private final double[] shares;

    /** Of these requests, whose ids count from 0. */
    StepGame(EngineModel engine, StepEnergy energy, List<Arrival> arrivals) {
        this.engine = engine;
        this.energy = energy;
        this.prompts = new int[arrivals.size()];
        this.held = new int[arrivals.size()];
        this.shares = new double[arrivals.size()];
        arrivals.forEach(one -> prompts[(int) one.request().id()] = one.request().promptTokens());
    }

    /** Plays a step. */
    void step(StepPlan plan) {
        List<Share> members = plan.shares();
        StepLoad[] loads = members.stream().map(this::load).toArray(StepLoad[]::new);
        assertEquals(plan.load(), together(loads, -1));
        double[] values = new Shapley(set -> joules(together(loads, set)), loads.length).shares();
        for (int i = 0; i < values.length; i++) {
            shares[(int) members.get(i).id()] += values[i];
            held[(int) members.get(i).id()] += members.get(i).tokens();
        }
    }

    /** Joules of each request so far. */
    double[] shares() {
        return shares;
    }

    private StepLoad load(Share share) {
        int id = (int) share.id();
        return held[id] < prompts[id]
                ? StepLoad.prefill(share.tokens(), held[id])
                : StepLoad.decode(1, held[id]);
    }

    private static StepLoad together(StepLoad[] loads, int set) {
        StepLoad sum = StepLoad.NONE;
        for (int i = 0; i < loads.length; i++) {
            sum = (set >> i & 1) == 1 ? sum.plus(loads[i]) : sum;
        }
        return sum;
    }

    private double joules(StepLoad load) {
        return load.rows() == 0 ? 0 : energy.joules(load, engine.stepTimeNanos(load) / 1e9);
    }
}
