// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.router.engine.Provenance;
import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.given.Given;
import io.wattmill.twin.plan.serving.Workload;
import io.wattmill.twin.planfile.PlanReader;
import io.wattmill.twin.planfile.PlanReading;
import io.wattmill.twin.planfile.ReferencePlans;
import io.wattmill.twin.simulate.run.RunControl;
import io.wattmill.twin.simulate.site.Evidence;
import io.wattmill.twin.simulate.site.SiteLoad;
import io.wattmill.twin.simulate.site.SiteOptions;
import io.wattmill.twin.simulate.site.SiteOutcome;
import io.wattmill.twin.simulate.site.SiteSimulation;
import io.wattmill.twin.simulate.site.SiteText;
import io.wattmill.twin.trace.Trace;
import io.wattmill.twin.trace.TraceRequest;
import io.wattmill.twin.trace.format.ReadLimits;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

class PlannedLoadsTest {
    private static final Workload.Synthetic CHAT =
            new Workload.Synthetic(
                    5,
                    new Workload.Lengths(1_000, Given.stated(0.8)),
                    new Workload.Lengths(200, Given.stated(0.5)),
                    Optional.empty());

    @TempDir private Path folder = Path.of("");

    private PlannedLoads.PlanFiles files() {
        return PlannedLoads.PlanFiles.beside(folder, ReadLimits.USUAL);
    }

    private SiteLoad load(Workload.Source source) {
        var outcome = PlannedLoads.of(new Workload("w", "chat", source), files(), 20_000);
        return assertInstanceOf(PlannedLoads.Outcome.Loaded.class, outcome).load();
    }

    @Test
    void makesUpAnHourWithTheMeansOfThePlan() {
        Trace trace = load(CHAT).bySeed().apply(7);
        assertEquals(18_000, trace.requests().size());
        assertEquals(3_600, trace.spanUs() / 1e6, 200);
        assertEquals(1_000, mean(trace, true), 40);
        assertEquals(200, mean(trace, false), 8);
        assertEquals("chat", load(CHAT).deployment());
    }

    @Test
    void aSteadyStateTakesSixStaysOrTwoMinutes() {
        assertEquals(600, PlannedLoads.steady(new Workload("w", "chat", CHAT)));
        var sessions = new Workload.Sessions(8, Given.stated(6.0), Given.stated(0.0));
        var agents = new Workload.Synthetic(5, CHAT.input(), CHAT.output(), Optional.of(sessions));
        // Eight turns of 200 tokens at 50 per second, and 6 s of tools: 80 s.
        assertEquals(2_400, PlannedLoads.steady(new Workload("w", "chat", agents)));
    }

    @Test
    void whatIsMadeUpIsKnownByItsShakiestPart() {
        assertEquals(Evidence.SURE, load(CHAT).evidence());
        var assumed = new Workload.Lengths(1_000, Workload.Lengths.VARIATION);
        var vague = new Workload.Synthetic(5, assumed, CHAT.output(), Optional.empty());
        assertEquals(Provenance.ASSUMED, load(vague).evidence().provenance());
        var tools = new Workload.Sessions(8, Workload.Sessions.TOOL_WAIT_S, Given.stated(2_048.0));
        var agents = new Workload.Synthetic(5, CHAT.input(), CHAT.output(), Optional.of(tools));
        assertTrue(load(agents).evidence().weakest().contains("waits for tools"));
    }

    private static double mean(Trace trace, boolean input) {
        return trace.requests().stream()
                .mapToInt(input ? TraceRequest::inputTokens : TraceRequest::outputTokens)
                .average()
                .orElse(0);
    }

    @Test
    void chainsTheTurnsOfSessionsThatBeginAlike() {
        var sessions = new Workload.Sessions(8, Given.stated(3.0), Given.stated(2_048.0));
        Trace trace =
                load(new Workload.Synthetic(
                                5,
                                new Workload.Lengths(6_000, Given.stated(0.1)),
                                CHAT.output(),
                                Optional.of(sessions)))
                        .bySeed()
                        .apply(7);
        assertTrue(!trace.chains().isEmpty());
        List<TraceRequest> requests = trace.requests();
        assertTrue(
                requests.getFirst().blocks().sharedWith(requests.getLast().blocks()) >= 4,
                "2,048 tokens are four blocks");
    }

    @Test
    void saysWhatIsWrongWithATraceThatThePlanNames() {
        var nowhere = new Workload.Recorded("no.jsonl", "mooncake", Given.stated(1.0));
        var unknown = new Workload.Recorded("no.jsonl", "tape", Given.stated(1.0));
        assertTrue(refused(nowhere).getFirst().contains("cannot read"));
        assertTrue(refused(unknown).getFirst().contains("servegen"));
    }

    @Test
    void drawsARecordOfRatesAnewForEverySeed() throws IOException {
        Files.writeString(folder.resolve("one-trace.csv"), "0,0.5,2.0,Gamma,0.25,8.0\n");
        Files.writeString(
                folder.resolve("one-dataset.json"),
                "{\"0\": {\"input_tokens\": \"{10: 0.5, 700: 0.5}\", \"output_tokens\": \"{5:"
                        + " 1}\"}}");
        var bySeed = load(new Workload.Recorded(".", "servegen", Given.stated(2.0))).bySeed();
        assertEquals(bySeed.apply(7), bySeed.apply(7));
        assertNotEquals(bySeed.apply(7).requests(), bySeed.apply(8).requests());
        assertTrue(bySeed.apply(7).spanUs() < 300_000_000, "twice as fast");
    }

    private List<String> refused(Workload.Source source) {
        var outcome = PlannedLoads.of(new Workload("w", "chat", source), files(), 100);
        return assertInstanceOf(PlannedLoads.Outcome.Refused.class, outcome).problems();
    }

    private static List<String> plans() {
        return ReferencePlans.names();
    }

    @ParameterizedTest
    @MethodSource("plans")
    void runsEveryReferencePlan(String name) {
        FacilityPlan plan =
                assertInstanceOf(
                                PlanReading.Understood.class,
                                PlanReader.read(ReferencePlans.text(name).orElseThrow()))
                        .plan();
        List<SiteLoad> loads =
                plan.workloads().stream()
                        .filter(one -> one.source() instanceof Workload.Synthetic)
                        .map(
                                one ->
                                        assertInstanceOf(
                                                        PlannedLoads.Outcome.Loaded.class,
                                                        PlannedLoads.of(one, files(), 200))
                                                .load())
                        .toList();
        SiteOptions usual = SiteOptions.USUAL;
        SiteOptions quick =
                new SiteOptions(
                        List.of(1L), 1, 1, usual.router(), usual.bin(), 200, false, usual.limits());
        SiteOutcome outcome = SiteSimulation.run(plan, loads, quick, new RunControl());
        System.out.println(SiteText.of(outcome));
        if (!loads.isEmpty()) {
            assertInstanceOf(SiteOutcome.Ran.class, outcome, () -> SiteText.of(outcome));
        }
    }
}
