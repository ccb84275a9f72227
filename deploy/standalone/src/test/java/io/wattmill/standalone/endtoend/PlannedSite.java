// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.wattmill.router.engine.EngineModel;
import io.wattmill.router.engine.Gpus;
import io.wattmill.router.engine.Models;
import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.planfile.PlanReader;
import io.wattmill.twin.planfile.PlanReading;
import io.wattmill.twin.replay.report.RunReport;
import io.wattmill.twin.replay.report.Slo;
import io.wattmill.twin.simulate.Placing;
import io.wattmill.twin.simulate.Watch;
import io.wattmill.twin.simulate.place.RouterSettings;
import io.wattmill.twin.simulate.plan.PlanRun;
import io.wattmill.twin.simulate.plan.PlanRunOptions;
import io.wattmill.twin.simulate.plan.PlanRunResult;
import io.wattmill.twin.trace.Trace;

import java.util.Optional;

/** Four nodes of four H100 with a large model: as a suite's configuration and as a plan. */
final class PlannedSite {
    static final String MODEL = "llama-3.1-70b";

    /** No request is slow; the suite's and the plan's answers are compared, not judged. */
    static final Slo SLO = new Slo(Long.MAX_VALUE, Long.MAX_VALUE);

    /**
     * Nodes whose predictions are this close are equal. With the usual 2 % the milliseconds that a
     * busy machine made one node slower by decide whom the router prefers for a while; the
     * simulation has none.
     */
    private static final int TIE_PPM = 100_000;

    private static final int NODES = 4;
    private static final int GPUS = 4;

    /** What all its devices draw together when nothing is asked of them. */
    static final double IDLE_WATTS =
            NODES
                    * new EngineModel(Models.LLAMA_3_1_70B, Gpus.H100_SXM, GPUS)
                            .idlePowerMilliwatts()
                    / 1e3;

    /** The suite that is planned. */
    static final String CONFIG =
            """
            twin:
              emulator: {nodes: %d, gpu: h100-sxm, gpus-per-node: %d, model: %s}
            router:
              placement: {tie-ppm: %d}
            """
                    .formatted(NODES, GPUS, MODEL, TIE_PPM);

    private static final String PLAN =
            """
            site: {name: emulated}
            feeds:
              - {id: feed-a, rated-kw: 100}
            breakers:
              - {id: q1, fed-by: [feed-a], phases: 3, volts: 415, amps: 125}
            racks:
              - id: rack-1
                fed-by: [q1]
                nodes:
                  - {type: quad-h100, count: %d}
            node-types:
              quad-h100: {gpu: h100-sxm, gpus: %d}
            models:
              - id: chat
                model: %s
                node-type: quad-h100
                tensor-parallel: %d
                input-tokens: 8192
                output-tokens: 343
            """
                    .formatted(NODES, GPUS, MODEL, GPUS);

    private PlannedSite() {}

    /** The trace on the planned site, as `plan run` does it, with this seed of the router. */
    static RunReport run(Trace trace, double speed, long seed) {
        var usual = RouterSettings.DEFAULTS;
        var settings =
                new RouterSettings(
                        usual.mode(),
                        TIE_PPM,
                        usual.expectedOutputTokens(),
                        seed,
                        usual.maxInFlight(),
                        usual.reportPeriod(),
                        usual.progressPeriod());
        var options =
                new PlanRunOptions(
                        Optional.empty(), speed, new Placing.Routed(settings), Optional.empty());
        var ran = PlanRun.run(plan(), trace, options, Watch.NONE);
        return assertInstanceOf(PlanRunResult.Ran.class, ran, ran::toString).report();
    }

    private static FacilityPlan plan() {
        var reading = PlanReader.read(PLAN);
        return assertInstanceOf(PlanReading.Understood.class, reading, reading::toString).plan();
    }
}
