// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.joules;

import io.wattmill.router.batch.SequenceRequest;
import io.wattmill.standalone.joules.SimulatedEngine.Arrival;

import java.util.SplittableRandom;

/** Requests for a simulated engine, drawn by lot. */
final class Load {

    private static final double NANOS = 1e9;

    private final SimulatedEngine engine;
    private final SplittableRandom random;
    private long id = 1_000;

    Load(SimulatedEngine engine, SplittableRandom random) {
        this.engine = engine;
        this.random = random;
    }

    /**
     * Requests that come by chance, so many a second on average.
     *
     * @param prompts shortest and longest prompt; all lengths are as likely on a logarithmic scale
     * @param outputs the same of outputs
     */
    void poisson(
            double fromSeconds, double toSeconds, double perSecond, Range prompts, Range outputs) {
        double at = fromSeconds;
        while (at < toSeconds) {
            at -= Math.log(1 - random.nextDouble()) / perSecond;
            int prompt = prompts.draw(random);
            SequenceRequest request = SequenceRequest.cold(++id, prompt, outputs.draw(random));
            engine.arrives(new Arrival(Math.round(at * NANOS), request));
        }
    }

    /** Whole numbers from least to most. */
    record Range(int least, int most) {
        int draw(SplittableRandom random) {
            double log = Math.log((double) most / least) * random.nextDouble();
            return (int) Math.round(least * Math.exp(log));
        }
    }
}
