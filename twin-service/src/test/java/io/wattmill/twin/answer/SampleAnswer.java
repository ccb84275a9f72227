// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.answer;

import static io.wattmill.router.engine.Provenance.ASSUMED;
import static io.wattmill.router.engine.Provenance.CLAIMED;
import static io.wattmill.router.engine.Provenance.DERIVED;
import static io.wattmill.router.engine.Provenance.FITTED;
import static io.wattmill.router.engine.Provenance.MEASURED;

import io.wattmill.router.engine.Provenance;
import io.wattmill.twin.answer.Binding.Trial;
import io.wattmill.twin.answer.DeploymentAnswer.Latency;
import io.wattmill.twin.answer.ObjectiveAnswer.LimitShare;
import io.wattmill.twin.answer.PowerChain.Kind;
import io.wattmill.twin.answer.PowerChain.Link;
import io.wattmill.twin.answer.PowerChain.Node;
import io.wattmill.twin.answer.RuleLine.RuleVerdict;
import io.wattmill.twin.figure.Figure;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** An answer with something in every part of it; its figures are made up. */
public final class SampleAnswer {
    private static final long CREATED_AT_US = 1_795_370_400_000_000L;

    private SampleAnswer() {}

    /** The plan hall-2. */
    public static PlanAnswer hall2() {
        return named("hall-2");
    }

    /** The same with another name, and that name wherever text of the plan stands. */
    public static PlanAnswer named(String name) {
        return new PlanAnswer(
                identity(name),
                new Conclusion(
                        Conclusion.Outcome.FAIL,
                        List.of(
                                "Loss of " + name + "/ups-2 puts 412 kW on ups-1, rated 400 kW.",
                                "llama-70b keeps its latency for 97.1 % of requests; 99 % wanted.",
                                "With both mended it serves 41,200 tokens/s at 0.21 USD/Mtok.")),
                metrics(),
                binding(),
                List.of(deployment(name), small()),
                rules(name),
                powerChain(name),
                year(),
                points(name),
                costs(),
                assumptions(name));
    }

    /** Nothing but a plan and its rules. */
    public static PlanAnswer bare() {
        var whole = hall2();
        return new PlanAnswer(
                new Identity(
                        "bare",
                        "00",
                        Optional.empty(),
                        "0.1.0",
                        new TreeMap<>(),
                        "EUR",
                        0,
                        List.of()),
                new Conclusion(Conclusion.Outcome.CANNOT_SAY, List.of()),
                new Metrics(Map.of()),
                Binding.UNKNOWN,
                List.of(),
                whole.rules(),
                PowerChain.NONE,
                HourlyYear.NONE,
                List.of(),
                List.of(),
                List.of());
    }

    private static Identity identity(String name) {
        var tables = new TreeMap<String, String>();
        tables.put("engine kernels", "aic-0.22");
        tables.put("weather", "frankfurt-tmy3");
        return new Identity(
                name,
                "3f9c1a2b77aa00ff3f9c1a2b77aa00ff3f9c1a2b77aa00ff3f9c1a2b77aa00ff",
                Optional.of(
                        new Identity.Workload(
                                "conversation_trace.jsonl",
                                "aa11bb22cc33dd44ee55ff6600112233aa11bb22cc33dd44ee55ff6600112233",
                                7,
                                12_031,
                                3_600_000)),
                "0.1.0",
                tables,
                "USD",
                CREATED_AT_US,
                List.of(
                        "./wattmill plan run "
                                + name
                                + ".yaml --trace conversation_trace.jsonl"
                                + " --seed 7 --out run.json"));
    }

    private static Metrics metrics() {
        var all = new EnumMap<Metric, Figure>(Metric.class);
        all.put(Metric.OUTPUT_TOKENS_PER_S, figure(41_234, 0.12, FITTED));
        all.put(Metric.INPUT_TOKENS_PER_S, figure(391_020, 0.01, DERIVED));
        all.put(Metric.OUTPUT_TOKENS_PER_S_PER_PROVISIONED_MW, figure(98_176, 0.12, DERIVED));
        all.put(Metric.OUTPUT_TOKENS_PER_S_PER_MEASURED_MW, figure(171_400, 0.15, DERIVED));
        all.put(Metric.OUTPUT_TOKENS_PER_GPU_JOULE, figure(0.3621, 0.12, FITTED));
        all.put(Metric.OUTPUT_TOKENS_PER_IT_JOULE, figure(0.2713, 0.14, FITTED));
        all.put(Metric.OUTPUT_TOKENS_PER_FACILITY_JOULE, figure(0.2188, 0.16, DERIVED));
        all.put(Metric.ENERGY_MWH_PER_YEAR, figure(2_107.4, 0.10, DERIVED));
        all.put(Metric.COST_PER_OUTPUT_MTOK, figure(2.214, 0.2, CLAIMED));
        all.put(Metric.COST_PER_MTOK, figure(0.2114, 0.2, CLAIMED));
        all.put(Metric.COST_PER_YEAR, figure(2_880_000, 0.18, CLAIMED));
        all.put(Metric.USEFUL_SHARE, figure(0.58, 0.05, DERIVED));
        all.put(Metric.BUSY_SHARE, figure(0.07, 0.05, DERIVED));
        all.put(Metric.IDLE_SHARE, figure(0.31, 0.05, DERIVED));
        all.put(Metric.STRANDED_SHARE, figure(0.04, 0.05, DERIVED));
        all.put(Metric.AVAILABILITY, new Figure(0.99982, 0.9994, 0.99995, ASSUMED, "MTBF table"));
        all.put(Metric.SLO_ATTAINMENT, new Figure(0.971, 0.93, 0.989, FITTED, "simulation"));
        all.put(Metric.PUE, figure(1.187, 0.02, DERIVED));
        all.put(Metric.WUE_L_PER_KWH, figure(0.42, 0.2, ASSUMED));
        all.put(Metric.CARBON_G_PER_KWH, figure(369, 0.05, MEASURED));
        all.put(Metric.CARBON_G_PER_MTOK, figure(43.1, 0.2, DERIVED));
        return new Metrics(all);
    }

    private static Figure figure(double value, double error, Provenance provenance) {
        return Figure.within(value, error, provenance, "sample");
    }

    private static Binding binding() {
        return new Binding(
                Constraint.MEMORY_BANDWIDTH,
                "llama-70b reads weights for 61 % of its steps' time.",
                "fp8 weights, which halve what every step reads.",
                List.of(
                        trial(Constraint.MEMORY_BANDWIDTH, "twice the bandwidth", 0.024, 0.42),
                        trial(Constraint.KV, "twice the room", 0.003, 0.02),
                        trial(Constraint.COMPUTE, "twice the arithmetic", 0, 0.011)));
    }

    private static Trial trial(Constraint constraint, String what, double good, double time) {
        return new Trial(
                "llama-70b",
                constraint,
                what,
                figure(good, 0.2, DERIVED),
                figure(time, 0.2, DERIVED));
    }

    private static DeploymentAnswer deployment(String name) {
        return new DeploymentAnswer(
                "llama-70b",
                "llama-3.1-70b",
                name + ": 4 × TP8, bf16, chunked prefill 2,048",
                4,
                32,
                List.of(
                        latency("TTFT", 310, "p90 at most 2,000 ms"),
                        latency("TPOT", 24, "p90 at most 50 ms"),
                        latency("E2E", 6_100, "")),
                figure(11_400, 0.12, FITTED),
                figure(3.24, 0.12, FITTED),
                figure(0.971, 0.02, FITTED),
                List.of(objective(0.9, 0.984, 0.985), objective(0.99, 0.971, 0.999)));
    }

    private static DeploymentAnswer small() {
        return new DeploymentAnswer(
                "chat-small",
                "llama-3.1-8b",
                "4 × TP1, fp8",
                4,
                4,
                List.of(latency("TTFT", 88, ""), latency("TPOT", 9, ""), latency("E2E", 2_300, "")),
                figure(29_800, 0.1, FITTED),
                figure(21.4, 0.1, FITTED),
                figure(0.9991, 0.0005, FITTED),
                List.of());
    }

    private static ObjectiveAnswer objective(double wanted, double share, double tpot) {
        return new ObjectiveAnswer(
                wanted,
                figure(share, 0.02, FITTED),
                List.of(
                        new LimitShare("TTFT", 2_000, figure(share, 0.02, FITTED)),
                        new LimitShare("TPOT", 50, figure(tpot, 0.001, FITTED))));
    }

    private static Latency latency(String name, double p50, String wanted) {
        return new Latency(
                name,
                figure(p50, 0.1, FITTED),
                figure(2.1 * p50, 0.15, FITTED),
                figure(5.3 * p50, 0.25, FITTED),
                wanted);
    }

    private static List<RuleLine> rules(String name) {
        var lines = new ArrayList<RuleLine>();
        lines.add(
                new RuleLine(
                        "power.redundancy.ups",
                        name + "/ups-2",
                        RuleVerdict.FAIL,
                        "its loss puts 412 kW on ups-1, rated 400 kW",
                        "412.0 kW",
                        "400.0 kW",
                        Optional.of(-30L),
                        "plan; N+1",
                        "5 racks on feed B, or a UPS of 500 kW"));
        lines.add(
                new RuleLine(
                        "cooling.flow",
                        "cdu-1",
                        RuleVerdict.WARN,
                        "needs 175 L/min, the pump gives 180 L/min",
                        "175.0 L/min",
                        "180.0 L/min",
                        Optional.of(27L),
                        "OCP guideline, 1.5 L/min per kW at 10 K",
                        "the next larger pump"));
        lines.add(
                new RuleLine(
                        "floor.load",
                        "rack-3",
                        RuleVerdict.CANNOT_SAY,
                        "no mass is given",
                        "",
                        "",
                        Optional.empty(),
                        "slab rating",
                        "give racks[2].mass-kg"));
        IntStream.range(0, 9)
                .mapToObj(
                        i ->
                                new RuleLine(
                                        "power.breaker",
                                        "q" + (i + 1),
                                        RuleVerdict.PASS,
                                        "carries 38.2 kW of 43.7 kW",
                                        "38.2 kW",
                                        "43.7 kW",
                                        Optional.of(125L),
                                        "80 % of the rating for 3 h and more (NEC 210.20)",
                                        ""))
                .forEach(lines::add);
        return lines;
    }

    private static PowerChain powerChain(String name) {
        return new PowerChain(
                List.of(
                        new Node("utility", "Utility " + name, Kind.SOURCE),
                        new Node("transformer", "Transformer", Kind.CONVERSION),
                        new Node("ups", "UPS", Kind.CONVERSION),
                        new Node("pdu", "PDU", Kind.CONVERSION),
                        new Node("gpu", "GPUs", Kind.LOAD),
                        new Node("server", "Servers otherwise", Kind.LOAD),
                        new Node("network", "Network", Kind.LOAD),
                        new Node("pumps", "Pumps and fans", Kind.COOLING),
                        new Node("chiller", "Chillers", Kind.COOLING),
                        new Node("loss", "Conversion loss", Kind.LOSS)),
                List.of(
                        link("utility", "transformer", 240.6, 398),
                        link("transformer", "ups", 214.0, 341),
                        link("transformer", "pumps", 11.2, 19),
                        link("transformer", "chiller", 12.1, 33),
                        link("transformer", "loss", 3.3, 5),
                        link("ups", "pdu", 205.5, 328),
                        link("ups", "loss", 8.5, 13),
                        link("pdu", "gpu", 150.2, 245),
                        link("pdu", "server", 44.0, 66),
                        link("pdu", "network", 8.4, 12),
                        link("pdu", "loss", 2.9, 5)));
    }

    private static Link link(String from, String to, double mean, double peak) {
        return new Link(from, to, figure(mean, 0.06, DERIVED), figure(peak, 0.08, DERIVED));
    }

    /** Summer afternoons are warm; users are awake by day. */
    private static HourlyYear year() {
        return new HourlyYear(
                hours(h -> 200 + 40 * day(h)),
                hours(h -> (200 + 40 * day(h)) * (1.13 + 0.25 * chiller(h))),
                hours(h -> 0.2 * chiller(h)),
                DERIVED,
                "weather frankfurt-tmy3, load of the trace's day");
    }

    private static double day(int hour) {
        return Math.sin((hour % 24 - 8) * Math.PI / 12);
    }

    private static double chiller(int hour) {
        double season = -Math.cos(hour * 2 * Math.PI / HourlyYear.HOURS);
        return Math.max(0, Math.min(1, 0.7 * season + 0.4 * day(hour) - 0.3));
    }

    private static List<Double> hours(IntToDoubleFunction value) {
        return IntStream.range(0, HourlyYear.HOURS).mapToDouble(value).boxed().toList();
    }

    private static List<OperatingPoint> points(String name) {
        return List.of(
                point("8 at once", 92, 21_000, false),
                point("32 at once", 71, 58_000, false),
                point("64 at once, " + name, 52, 98_176, true),
                point("64 at once, no chunks", 44, 80_000, false),
                point("128 at once", 31, 131_000, false),
                point("256 at once", 14, 149_000, false));
    }

    private static OperatingPoint point(String label, double user, double mw, boolean chosen) {
        return new OperatingPoint(
                "llama-70b", label, figure(user, 0.1, FITTED), figure(mw, 0.14, DERIVED), chosen);
    }

    private static List<CostLine> costs() {
        return List.of(
                new CostLine("GPUs and servers", figure(1_920_000, 0.2, CLAIMED)),
                new CostLine("Building", figure(310_000, 0.25, ASSUMED)),
                new CostLine("Energy", figure(179_129, 0.1, DERIVED)),
                new CostLine("Demand charge", figure(61_000, 0.1, DERIVED)),
                new CostLine("Operation and repair", figure(409_871, 0.3, ASSUMED)));
    }

    private static List<Assumption> assumptions(String name) {
        return List.of(
                new Assumption(
                        "finance.gpu-price." + name, "30,000 USD", CLAIMED, "a vendor's list"),
                new Assumption("cooling.approach-k", "4 K", ASSUMED, "usual for a tower"));
    }
}
