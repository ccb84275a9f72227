// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import io.wattmill.router.engine.Gpus;
import io.wattmill.router.engine.Models;
import io.wattmill.router.placement.PlacementMode;
import io.wattmill.router.placement.Slo;
import io.wattmill.twin.evaluate.EngineGroup;
import io.wattmill.twin.evaluate.Evaluation;
import io.wattmill.twin.evaluate.EvaluationReport;
import io.wattmill.twin.evaluate.FleetSpec;
import io.wattmill.twin.evaluate.Prices;
import io.wattmill.twin.evaluate.Question;
import io.wattmill.twin.evaluate.Watts;
import io.wattmill.twin.simulate.place.RouterSettings.Answers;
import io.wattmill.twin.simulate.run.RunControl;
import io.wattmill.twin.trace.GeneratedTrace;
import io.wattmill.twin.trace.LengthShape;
import io.wattmill.twin.trace.Trace;
import io.wattmill.twin.trace.TraceShape;

import java.util.List;

/** Four nodes of one H100 and a light load for them: for a suite, and for route-eval. */
final class RankedSite {
    static final Slo SLO = new Slo(2_000_000_000L, 50_000_000L);
    static final double IDLE_WATTS = 4 * Watts.CATALOGUE_IDLE;
    static final long SEED = 11;

    /** A few answers at once on each node where they are spread, a dozen where they are packed. */
    static final TraceShape SHAPE =
            new TraceShape(
                    8,
                    new LengthShape(400, 0.6, 50, 2_000),
                    new LengthShape(150, 0.8, 1, 1_000),
                    0.3,
                    20,
                    new LengthShape(150, 0.5, 20, 500),
                    0,
                    1);

    private RankedSite() {}

    static String config(PlacementMode mode) {
        return """
        twin:
          emulator: {nodes: 4, gpu: h100-sxm, gpus-per-node: 1, model: llama-3.1-8b}
        gateway:
          board: {slo-ttft: 2s, slo-tpot: 50ms}
        router:
          placement: {mode: %s}
        """
                .formatted(mode.label());
    }

    /** What `route-eval` says of these policies, requests coming as they come to the suite. */
    static EvaluationReport simulated(List<PlacementMode> policies, int requests) {
        Trace trace = GeneratedTrace.of(SEED, requests, SHAPE);
        var question =
                new Question(
                        new FleetSpec(
                                List.of(new EngineGroup(4, Gpus.H100_SXM, Models.LLAMA_3_1_8B, 1))),
                        policies,
                        SLO,
                        List.of(1L),
                        requests,
                        Answers.LEARNED,
                        new Watts(Watts.CATALOGUE_IDLE, 0),
                        Prices.USUAL,
                        1);
        var evaluation = new Evaluation(question, _ -> trace, System::nanoTime, new RunControl());
        double asRecorded = requests / (trace.spanUs() / 1e6);
        return evaluation.at(1, evaluation.given(asRecorded));
    }
}
