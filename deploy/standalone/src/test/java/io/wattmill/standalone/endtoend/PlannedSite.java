// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.wattmill.router.engine.EngineModel;
import io.wattmill.router.engine.Gpus;
import io.wattmill.router.engine.Models;
import io.wattmill.twin.assemble.Answering;
import io.wattmill.twin.assemble.Answering.Question;
import io.wattmill.twin.assemble.Fidelity;
import io.wattmill.twin.assemble.Identities;
import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.planfile.PlanReader;
import io.wattmill.twin.planfile.PlanReading;
import io.wattmill.twin.replay.report.RunReport;
import io.wattmill.twin.replay.report.Slo;
import io.wattmill.twin.simulate.Placing;
import io.wattmill.twin.simulate.Simulation;
import io.wattmill.twin.simulate.Watch;
import io.wattmill.twin.simulate.place.RouterSettings;
import io.wattmill.twin.simulate.plan.PlannedFleet;
import io.wattmill.twin.simulate.report.SimulationReport;
import io.wattmill.twin.simulate.run.RunControl;
import io.wattmill.twin.simulate.site.SiteLoad;
import io.wattmill.twin.simulate.site.SiteOptions;
import io.wattmill.twin.trace.Trace;

import java.util.List;
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
              placement: {tie-ppm: %d, seed: %d}
            """
                    .formatted(
                            NODES,
                            GPUS,
                            MODEL,
                            TIE_PPM,
                            Long.getLong("wattmill.agreement.seed", 1));

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

    /**
     * The trace on the planned site, as `plan run --brief --seeds 1` answers it, with this seed of
     * the router; only {@link #TIE_PPM} is no option of the command.
     */
    static RunReport run(Trace trace, double speed, long seed) {
        var plan = plan();
        var options = options(speed, seed);
        var served = new Identities.Served("trace", List.of(SiteLoad.recorded("chat", trace)));
        var identity =
                Identities.of(
                        new Identities.Given("emulated", PLAN, plan),
                        served,
                        options,
                        new Identities.Stamp("test", 0, List.of()));
        var question = new Question(identity, plan, served.loads(), options, Fidelity.KEPT);
        var outcome = Answering.answer(question, new RunControl());
        var answered =
                assertInstanceOf(Answering.Outcome.Answered.class, outcome, outcome::toString);
        return answered.run().orElseThrow().deployments().getFirst().report();
    }

    /** The trace on the planned site's engines, each request where it went. */
    static RunReport recorded(Trace trace, double speed, List<Integer> engines) {
        var plan = plan();
        var planned = new PlannedFleet(plan, plan.models().getFirst()).outcome();
        var fleet =
                assertInstanceOf(PlannedFleet.Outcome.Fleet.class, planned, planned::toString)
                        .fleet();
        var placing = new Placing.Recorded(engines);
        var run = Simulation.run(fleet, trace.atSpeed(speed), placing, Watch.NONE);
        return SimulationReport.of(run, SLO, speed, Optional.empty());
    }

    private static SiteOptions options(double speed, long seed) {
        var usual = SiteOptions.USUAL;
        return new SiteOptions(
                List.of(seed), 1, speed, router(seed), usual.bin(), 0, false, usual.limits());
    }

    private static RouterSettings router(long seed) {
        var usual = RouterSettings.DEFAULTS;
        return new RouterSettings(
                usual.mode(),
                TIE_PPM,
                usual.expectedOutputTokens(),
                seed,
                usual.maxInFlight(),
                usual.reportPeriod(),
                usual.progressPeriod());
    }

    private static FacilityPlan plan() {
        var reading = PlanReader.read(PLAN);
        return assertInstanceOf(PlanReading.Understood.class, reading, reading::toString).plan();
    }
}
