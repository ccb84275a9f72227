// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule.slo;

import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.serving.Serving.Pools;
import io.wattmill.twin.plan.serving.Workload.Synthetic;
import io.wattmill.twin.rule.About;
import io.wattmill.twin.rule.Finding;
import io.wattmill.twin.rule.Rule;
import io.wattmill.twin.rule.StatedRule;
import io.wattmill.twin.rule.Unit;
import io.wattmill.twin.rule.model.ServedModel;

import java.util.Locale;
import java.util.stream.Stream;

/** Whether engines carry the planned load on average: Little's law over the engine model. */
final class LittlesLaw {
    /** Above this share of its time a queue before a server grows fast. */
    private static final long BUSY_PPM = 800_000;

    private LittlesLaw() {}

    static Stream<Rule> rules() {
        return Stream.of(LOAD, PROMPTS, FLIGHT, LOSS);
    }

    private static final Rule LOAD =
            new StatedRule(
                    "slo.load",
                    "A load in requests per second is planned for every model.",
                    "plan: workloads; without one capacity cannot be judged",
                    LittlesLaw::loads);

    private static final Rule PROMPTS =
            new StatedRule(
                    "slo.capacity.prompts",
                    "Engines compute prompts in at most 80 % of their time.",
                    "engine model: requests/s x seconds per prompt; queues grow as 1 / (1 - rho)",
                    plan -> each(plan, LittlesLaw::prompts));

    private static final Rule FLIGHT =
            new StatedRule(
                    "slo.capacity",
                    "All engines together hold as many requests as are in flight on average.",
                    "Little's law: requests/s x seconds per request (engine model)",
                    plan -> each(plan, (p, load, rate) -> flight(p, load, rate, 0)));

    private static final Rule LOSS =
            new StatedRule(
                    "slo.capacity.loss",
                    "So do all engines but one.",
                    "N+1 rule over Little's law",
                    plan -> each(plan, (p, load, rate) -> flight(p, load, rate, 1)));

    private interface Judge {
        Finding of(FacilityPlan plan, EngineTimes load, Rate rate);
    }

    /**
     * What a deployment is asked for.
     *
     * @param perSecond requests
     * @param input mean tokens of a prompt
     * @param output mean tokens of an answer
     */
    private record Rate(double perSecond, double input, double output) {}

    private static Stream<Finding> each(FacilityPlan plan, Judge judge) {
        return engines(plan)
                .filter(load -> !load.stated(plan).isEmpty())
                .map(load -> finding(plan, load, judge));
    }

    private static Stream<EngineTimes> engines(FacilityPlan plan) {
        return ServedModel.known(plan)
                .flatMap(served -> served.engine().map(e -> new EngineTimes(served, e)).stream());
    }

    private static Stream<Finding> loads(FacilityPlan plan) {
        return engines(plan).map(load -> asked(plan, load));
    }

    private static Finding asked(FacilityPlan plan, EngineTimes load) {
        var about = About.of(load.served().deployment().id());
        int all = load.asking(plan).size();
        if (all == 0) {
            return about.unknown(
                    "no load is planned for it", "give workloads that name " + about.subject());
        }
        return load.stated(plan).isEmpty()
                ? about.unknown(
                        "its load is a recorded trace", "`wattmill plan run` plays it on the plan")
                : about.notAbove(1, all, Unit.VALUE, "a load is planned for it", "");
    }

    private static Finding finding(FacilityPlan plan, EngineTimes load, Judge judge) {
        var stated = load.stated(plan);
        if (stated.size() < load.asking(plan).size()) {
            return About.of(load.served().deployment().id())
                    .unknown(
                            "a part of its load is a recorded trace",
                            "`wattmill plan run` plays it on the plan");
        }
        double perSecond = stated.stream().mapToDouble(Synthetic::requestsPerSecond).sum();
        double input = stated.stream().mapToDouble(s -> tokens(s, s.input().meanTokens())).sum();
        double output = stated.stream().mapToDouble(s -> tokens(s, s.output().meanTokens())).sum();
        return judge.of(plan, load, new Rate(perSecond, input / perSecond, output / perSecond));
    }

    private static double tokens(Synthetic load, double mean) {
        return load.requestsPerSecond() * mean;
    }

    private static double promptEngines(FacilityPlan plan, EngineTimes load) {
        return load.served()
                .deployment()
                .serving()
                .pools()
                .map(Pools::prefill)
                .map(Integer::doubleValue)
                .orElse((double) load.served().engines(plan));
    }

    private static double busy(EngineTimes load, Rate rate, double engines) {
        return rate.perSecond() * load.promptSeconds(rate.input()) / Math.max(1, engines);
    }

    private static Finding prompts(FacilityPlan plan, EngineTimes load, Rate rate) {
        double engines = promptEngines(plan, load);
        return About.of(load.served().deployment().id())
                .with("per prompt", Floors.ms(load.promptSeconds(rate.input())), Unit.MILLISECOND)
                .with("requests in 1,000 s", Math.round(1e3 * rate.perSecond()), Unit.REQUEST)
                .with("engines", Math.round(engines), Unit.ENGINE)
                .atMost(
                        Math.round(1e6 * busy(load, rate, engines)),
                        BUSY_PPM,
                        Unit.PPM,
                        "prompts alone take {value} of the engines' time, {limit} is the bound",
                        "more engines, more GPUs per engine, or a prefix cache");
    }

    private static Finding flight(FacilityPlan plan, EngineTimes load, Rate rate, int lost) {
        var pools = load.served().deployment().serving().pools();
        double engines =
                pools.map(Pools::decode)
                                .map(Integer::doubleValue)
                                .orElse((double) load.served().engines(plan))
                        - lost;
        double rho = pools.isPresent() ? 0 : busy(load, rate, engines);
        double context = rate.input() + rate.output() / 2;
        double token = load.tokenSeconds(load.inFlight(), context) / Math.max(0.01, 1 - rho);
        double seconds = load.promptSeconds(rate.input()) + rate.output() * token;
        var about =
                About.of(load.served().deployment().id())
                        .with(
                                "requests in 1,000 s",
                                Math.round(1e3 * rate.perSecond()),
                                Unit.REQUEST)
                        .with("per request", Floors.ms(seconds), Unit.MILLISECOND)
                        .with("engines", Math.round(engines), Unit.ENGINE);
        long wanted = (long) Math.ceil(rate.perSecond() * seconds);
        long held = (long) (Math.max(0, engines) * load.inFlight());
        var statement =
                String.format(
                        Locale.ROOT,
                        "{value} in flight on average, %.0f engines hold {limit}",
                        engines);
        var fix = "more engines, or a higher concurrency where the TPOT allows it";
        return lost == 0
                ? about.atMost(wanted, held, Unit.REQUEST, statement, fix)
                : about.advised(wanted, held, Unit.REQUEST, statement, fix);
    }
}
