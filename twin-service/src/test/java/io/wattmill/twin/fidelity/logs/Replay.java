// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.fidelity.logs;

import io.wattmill.router.batch.Admission;
import io.wattmill.router.batch.BatchLimits;
import io.wattmill.router.batch.ContinuousBatch;
import io.wattmill.router.batch.SequenceRequest;
import io.wattmill.router.batch.StepPlan;
import io.wattmill.router.batch.StepResult.Produced;
import io.wattmill.router.engine.EngineModel;

import java.util.ArrayList;
import java.util.List;

/**
 * Requests of a log through the batch and the engine model that production code uses. A request
 * joins at the start of the step after its arrival.
 */
final class Replay {
    private static final int NEVER_FULL = 1 << 20;

    private final List<LoggedRequest> requests;
    private final EngineModel engine;
    private final ContinuousBatch batch;
    private final double[] first;
    private final double[] last;
    private double now;
    private int arrived;

    private Replay(List<LoggedRequest> requests, EngineModel engine, int sequences, int tokens) {
        this.requests = requests;
        this.engine = engine;
        this.batch =
                new ContinuousBatch(
                        new BatchLimits(engine.kvCapacityTokens(), sequences, tokens, NEVER_FULL));
        first = new double[requests.size()];
        last = new double[requests.size()];
    }

    /**
     * The same requests with the times that the model gives them.
     *
     * @param sequences that may share a step
     * @param tokens of a step
     */
    static List<LoggedRequest> of(
            List<LoggedRequest> requests, EngineModel engine, int sequences, int tokens) {
        Replay replay = new Replay(requests, engine, sequences, tokens);
        replay.run();
        List<LoggedRequest> told = new ArrayList<>(requests.size());
        for (int i = 0; i < requests.size(); i++) {
            LoggedRequest asked = requests.get(i);
            told.add(
                    new LoggedRequest(
                            asked.prompt(),
                            asked.output(),
                            asked.arrival(),
                            replay.first[i],
                            replay.last[i]));
        }
        return told;
    }

    private void run() {
        while (arrived < requests.size() || batch.running() + batch.waiting() > 0) {
            if (batch.running() + batch.waiting() == 0) {
                now = Math.max(now, requests.get(arrived).arrival());
            }
            admit();
            step();
        }
    }

    private void admit() {
        for (; arrived < requests.size(); arrived++) {
            LoggedRequest next = requests.get(arrived);
            if (next.arrival() > now) {
                return;
            }
            Admission admission =
                    batch.admit(SequenceRequest.cold(arrived, next.prompt(), next.output()));
            if (!(admission instanceof Admission.Queued)) {
                throw new IllegalStateException("request " + arrived + ": " + admission);
            }
        }
    }

    private void step() {
        StepPlan plan = batch.plan();
        now += engine.seconds(plan.load());
        for (Produced token : batch.apply(plan).produced()) {
            int id = (int) token.id();
            if (token.first()) {
                first[id] = now;
            }
            last[id] = now;
        }
    }
}
