// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.planfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.router.engine.Provenance;
import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.cooling.CoolantUnit.Coolant;
import io.wattmill.twin.plan.given.Given;
import io.wattmill.twin.plan.power.Breaker.Supply;
import io.wattmill.twin.plan.power.Losses;
import io.wattmill.twin.plan.power.PowerUnit.Kind;
import io.wattmill.twin.plan.power.Stage;
import io.wattmill.twin.plan.room.NodeType.Host;
import io.wattmill.twin.plan.serving.Serving.Precision;
import io.wattmill.twin.plan.upkeep.Part;
import io.wattmill.twin.simulate.load.PlannedLoads;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

class PlanReaderTest {

    private static List<PlanProblem> refused(String yaml) {
        return assertInstanceOf(PlanReading.Refused.class, PlanReader.read(yaml)).problems();
    }

    private static PlanProblem only(String yaml) {
        var problems = refused(yaml);
        assertEquals(1, problems.size(), problems::toString);
        return problems.getFirst();
    }

    @Test
    void readsTheSamplePlan() {
        var plan =
                assertInstanceOf(PlanReading.Understood.class, PlanReader.read(SamplePlan.text()))
                        .plan();
        assertEquals("hall-1", plan.site());
        assertEquals(Supply.THREE_PHASE, plan.power().breakers().getFirst().supply());
        assertEquals(OptionalLong.of(44_000), plan.racks().getFirst().ratedWatts());
        assertEquals(OptionalLong.of(10_200), plan.nodeType("hgx-h100").maxWatts());
        assertEquals(900_000, plan.models().getFirst().memoryUtilizationPpm());
    }

    @Test
    void namesTheFirstHourWhoseWetBulbIsAboveTheDryOne() {
        var hours =
                "    dry-bulb-c: %s\n    wet-bulb-c: %s\n"
                        .formatted(
                                Collections.nCopies(24, 20),
                                IntStream.range(0, 24)
                                        .map(hour -> hour < 7 ? 15 : 25)
                                        .boxed()
                                        .toList());
        assertEquals(
                new PlanProblem(
                        "site.weather.wet-bulb-c[7]",
                        "25.0 degrees Celsius",
                        "",
                        "is above the dry bulb of the same hour",
                        "give 20.0 or less; are dry and wet the wrong way round?"),
                only(SamplePlan.text().replaceFirst("(?s)    climate:.*?percent: 72\n", hours)));
    }

    @Test
    void namesEveryProblemAtOnceWithPathValueUnitAndFix() {
        var yaml =
                SamplePlan.text()
                        .replace("rated-kw: 44", "rated-kw: 44 kW")
                        .replace("amps: 80", "amps: -5")
                        .replace("count: 4", "count: 1000000000")
                        .replace("fed-by: [q1, q2]", "fed-by: [q1, q9]")
                        .replace("gpus: 8", "gpu-count: 8")
                        .replace("power-factor: 0.95", "power-factor: 1.2");
        var problems = refused(yaml);
        var rated = at(problems, "racks[0].rated-kw");
        assertEquals("44 kW", rated.value());
        assertEquals("kW", rated.unit());
        assertEquals("is not a number", rated.problem());
        assertTrue(rated.fix().contains("without the unit"));
        assertEquals("A", at(problems, "breakers[0].amps").unit());
        assertTrue(at(problems, "racks[0].nodes[0].count").fix().contains("1 to 1000"));
        assertTrue(at(problems, "racks[0].fed-by").fix().contains("q2"));
        assertEquals("is missing", at(problems, "node-types.hgx-h100.gpus").problem());
        assertTrue(at(problems, "node-types.hgx-h100.gpu-count").fix().contains("gpus"));
        assertEquals("1.2", at(problems, "breakers[1].power-factor").value());
    }

    private static PlanProblem at(List<PlanProblem> problems, String path) {
        return problems.stream()
                .filter(problem -> problem.path().equals(path))
                .findFirst()
                .orElseThrow(() -> new AssertionError("nothing at " + path + " in " + problems));
    }

    @Test
    void refusesUnknownNodeTypesAndTakenIds() {
        var unknown = only(SamplePlan.text().replace("- type: hgx-h100", "- type: hgx-b200"));
        assertEquals("racks[0].nodes[0].type", unknown.path());
        var taken = refused(SamplePlan.text().replace("id: feed-b", "id: feed-a"));
        assertTrue(taken.stream().anyMatch(p -> p.path().equals("feeds[1].id")));
    }

    @Test
    void readsTheBuildingAroundTheRacks() {
        var plan =
                assertInstanceOf(PlanReading.Understood.class, PlanReader.read(SamplePlan.text()))
                        .plan();
        assertEquals(List.of("pdu-a"), plan.power().breakers().getFirst().fedBy());
        var pdu = assertInstanceOf(Stage.class, plan.power().tree().unit("pdu-b"));
        assertEquals(Kind.PDU, pdu.kind());
        assertEquals(Losses.PDU, pdu.losses());
        var cdu = plan.cooling().coolantUnits().getFirst();
        assertEquals(55_000, cdu.pumpMlPerMinute());
        assertEquals(Coolant.PG25, cdu.coolant());
        assertEquals(600, cdu.thermal().pumpWatts().value());
        assertEquals(List.of("dry-1", "dry-2"), cdu.links().cooledBy());
        assertEquals(OptionalLong.of(7_200), plan.racks().getFirst().footprintCm2());
        assertEquals(700_000, plan.nodeType("hgx-h100").liquidPpm());
        var energy = plan.energy();
        assertEquals(List.of(85_000_000L), energy.priceNanoPerKwh());
        assertEquals(OptionalLong.of(1_200_000), energy.puePpm());
    }

    @Test
    void refusesMixedUnitsAndSaysWhatTheNumberWouldBe() {
        assertFix("write 12000: the key is in kW", "rated-kw: 44", "rated-kw: 12MW");
        assertFix("real power", "rated-kw: 44", "rated-kw: 120 kVA");
        assertFix("kWh measures something else", "rated-kw: 44", "rated-kw: 44 kWh");
        assertFix("write 1500: the key is in kg", "mass-kg: 750", "mass-kg: 1.5 t");
        assertFix("write 0.7", "liquid-share: 0.7", "liquid-share: 70 %");
    }

    private static void assertFix(String expected, String good, String bad) {
        var problem = only(SamplePlan.text().replace(good, bad));
        assertTrue(problem.fix().contains(expected), problem::toString);
    }

    @Test
    void namesTheCycleOfAPowerChain() {
        var problem = only(SamplePlan.text().replace("fed-by: [tx-a]", "fed-by: [pdu-a]"));
        assertEquals("feeds itself", problem.problem());
        for (var id : List.of("msb-a", "ups-a", "pdu-a")) {
            assertTrue(problem.value().contains(id), problem::toString);
        }
    }

    @Test
    void guessesTheNameThatWasMeant() {
        assertFix("do you mean h100-sxm?", "gpu: h100-sxm", "gpu: h100-smx");
        assertFix("do you mean llama-3.1-8b?", "llama-3.1-8b", "llama-3.1-9b");
        assertFix(
                "do you mean msb-a?", "fed-by: [msb-a]\n    backed", "fed-by: [msba]\n    backed");
        assertFix(
                "do you mean footprint-m2?",
                "footprint-m2: 0.72",
                "footprint-m2: 0.72\n    footprnt-m2: 1");
    }

    @Test
    void refusesServiceLevelsThatContradictEachOther() {
        assertFix("4000 or more", "ttft-ms: 4000", "ttft-ms: 4000\n        e2e-ms: 300");
        assertFix("50 to 99.9", "percentile: 90\n        ttft-ms: 4000", "percentile: 100");
        var second = "tpot-ms: 60\n      - {percentile: 99, ttft-ms: 3000}";
        assertFix("give 4000 or more", "tpot-ms: 60", second);
        var falling = "tpot-ms: 60\n      - {percentile: 50, ttft-ms: 5000}";
        assertFix("sort by percentile", "tpot-ms: 60", falling);
    }

    @Test
    void refusesEnginesThatContradictThemselvesOrTheRacks() {
        assertFix("more nodes", "tensor-parallel: 4", "tensor-parallel: 64");
        assertFix(
                "divisor of 4", "tensor-parallel: 4", "tensor-parallel: 4\n    expert-parallel: 3");
        assertFix("give 6", "engines: 4", "engines: 4\n      pools: {prefill: 2, decode: 4}");
        var named = SamplePlan.text().replace("llama-3.1-70b", "llama-3.1-70b-fp8");
        var weights = only(named.replace("engines: 4", "engines: 4\n      weights: bf16"));
        assertTrue(weights.fix().contains("leave weights out"), weights::toString);
    }

    @Test
    void boundsTheSumOverAllRacks() {
        var rack = "  - {id: r%d, fed-by: [q1], nodes: [{type: hgx-h100, count: 1000}]}\n";
        var racks = new StringBuilder("racks:\n");
        IntStream.range(0, 101).forEach(i -> racks.append(rack.formatted(i)));
        var problem = only(SamplePlan.text().replaceFirst("racks:\n", racks.toString()));
        assertEquals("racks", problem.path());
        assertEquals("101004", problem.value());
    }

    @Test
    void refusesAPlanWithoutRacks() {
        var none =
                SamplePlan.text().replaceFirst("(?s)racks:\n.*?# Node types", "racks: []\n# Node");
        assertEquals("racks", only(none).path());
    }

    @Test
    void refusesAliasesAndCountsTheProblemsThatItDoesNotList() {
        assertTrue(only("site: &s {name: x}\nfeeds: *s\n").problem().contains("alias"));
        var many = refused("feeds: [" + "1,".repeat(500) + "1]");
        assertEquals(101, many.size());
        assertTrue(many.getLast().problem().matches("\\d{3,} more problems"), many::toString);
    }

    @Test
    void keepsWhatTheAuthorGaveApartFromWhatIsAssumed() {
        var plan = understood(SamplePlan.text());
        var host = plan.nodeType("hgx-h100").host();
        assertEquals(Given.stated(4_600.0), host.maxWatts());
        assertEquals(Host.IDLE_WATTS, host.idleWatts());
        assertEquals(Provenance.ASSUMED, Given.figure(host.idleWatts()).provenance());
        assertEquals(0.08, plan.finance().discountRate().value());
        assertEquals(
                Optional.of(new BigDecimal("2.10")),
                plan.finance().rentPerGpuHour().map(m -> m.setScale(2)));
        assertEquals(Provenance.DERIVED, plan.upkeep().failure(Part.GPU).mtbfHours().provenance());
        assertEquals(1, plan.upkeep().spares(Part.GPU));
        assertEquals(
                Precision.BF16, plan.models().getFirst().serving().settings().weights().value());
    }

    private static FacilityPlan understood(String yaml) {
        var reading = PlanReader.read(yaml);
        return assertInstanceOf(PlanReading.Understood.class, reading, reading::toString).plan();
    }

    @Test
    void readsASeriesOfPricesAndRefusesAWordInIt() {
        var rest = ", 0.3".repeat(22) + "]";
        var plan = understood(SamplePlan.text().replace("0.085", "[0.05, -0.01" + rest));
        assertEquals(24, plan.energy().priceNanoPerKwh().size());
        assertEquals(
                List.of(50_000_000L, -10_000_000L, 300_000_000L),
                plan.energy().priceNanoPerKwh().subList(0, 3));
        assertEquals(
                "energy.price-per-kwh[1]",
                only(SamplePlan.text().replace("0.085", "[0.05, cheap" + rest)).path());
    }

    @Test
    void refusesASeriesThatIsNeitherADayNorAWeekNorAYear() {
        var three = only(SamplePlan.text().replace("0.085", "[0.05, 0.06, 0.07]"));
        assertEquals("energy.price-per-kwh", three.path());
        assertEquals("give 24, 168 or 8,760 values", three.fix());
        var leap = "[0.05" + ", 0.05".repeat(8_783) + "]";
        assertEquals("drop 29 February", only(SamplePlan.text().replace("0.085", leap)).fix());
    }

    @Test
    void readsEveryFormatThatASimulationLoads() {
        for (var format : PlannedLoads.formats()) {
            var said = "trace: {path: requests.jsonl, format: " + format + "}";
            var workload = "workloads:\n  - {id: replayed, model: chat-small, " + said + "}\n";
            var plan = understood(SamplePlan.text().replace("workloads:\n", workload));
            assertEquals("replayed", plan.workloads().getFirst().id());
        }
    }

    @Test
    void namesEveryProblemOfTheBuilding() {
        var problems =
                refused(
                        SamplePlan.text()
                                .replace("fed-by: [ups-b]", "fed-by: [ups-b, ups-b, ups-c]")
                                .replace("fed-by: [pdu-a]", "fed-by: [pdu-z]")
                                .replace("cdus: [cdu-1, cdu-2]", "cdus: [cdu-9]")
                                .replaceFirst("coolant: pg25", "coolant: oil")
                                .replace("id: pdu-b", "id: pdu-a")
                                .replace("slab-kg-per-m2: 1200", "slab: 1200")
                                .replace("footprint-m2: 0.72", "footprint-m2: 0.72001"));
        assertEquals(
                Set.of(
                        "pdus[1].fed-by",
                        "breakers[0].fed-by",
                        "breakers[1].fed-by",
                        "racks[0].cdus",
                        "cdus[0].fed-by",
                        "cdus[1].fed-by",
                        "crahs[1].fed-by",
                        "cdus[0].coolant",
                        "pdus[1].id",
                        "floor.slab",
                        "racks[0].footprint-m2"),
                problems.stream().map(PlanProblem::path).collect(Collectors.toSet()));
    }

    @Test
    void refusesDuplicateKeysAndBrokenYamlWithAPlace() {
        var twice =
                only(SamplePlan.text().replace("rated-kw: 44", "rated-kw: 44\n    rated-kw: 45"));
        assertTrue(twice.path().startsWith("line "), twice::toString);
        assertTrue(only("racks: [").path().startsWith("line "));
    }

    @Test
    void refusesTextThatIsNoPlanAtAll() {
        assertTrue(refused("").size() > 1);
        assertTrue(refused("- 1\n- 2").getFirst().problem().contains("not a mapping"));
        assertTrue(only("x".repeat(PlanReader.MAX_CHARS + 1)).problem().contains("too long"));
    }

    @Test
    void refusesNumbersBuiltToHurt() {
        for (var number : List.of("1e99999", ".inf", "44.00005", "-44", "1e9", "0x2c kW")) {
            var problem = only(SamplePlan.text().replace("rated-kw: 44", "rated-kw: " + number));
            boolean placed =
                    problem.path().equals("racks[0].rated-kw")
                            || problem.path().startsWith("line ");
            assertTrue(placed, problem::toString);
        }
    }

    @Property(tries = 300)
    void anyCutOfAPlanIsReadOrRefusedNeverThrown(@ForAll @IntRange(max = 2_500) int length) {
        var sample = SamplePlan.text();
        var reading = PlanReader.read(sample.substring(0, Math.min(length, sample.length())));
        assertTrue(
                reading instanceof PlanReading.Understood
                        || reading instanceof PlanReading.Refused);
    }
}
