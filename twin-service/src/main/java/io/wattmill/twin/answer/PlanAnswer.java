// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.answer;

import java.util.List;

/**
 * All that the twin says about a plan.
 *
 * @param identity what was asked, of which version of the twin: enough to ask it again
 * @param conclusion whether the plan would work
 * @param metrics the figures by which plans are compared
 * @param binding what limits the plan, and what relieves it
 * @param deployments what each served model gives its users
 * @param rules what every rule said, in the rules' own order
 * @param powerChain where the power goes
 * @param year load and cooling by the hour; empty where no year was computed
 * @param operatingPoints throughput against interactivity; empty where no other point was computed
 * @param costs what a year costs, in the order of the sum
 * @param assumptions every input that is somebody's word or nobody's
 */
public record PlanAnswer(
        Identity identity,
        Conclusion conclusion,
        Metrics metrics,
        Binding binding,
        List<DeploymentAnswer> deployments,
        List<RuleLine> rules,
        PowerChain powerChain,
        HourlyYear year,
        List<OperatingPoint> operatingPoints,
        List<CostLine> costs,
        List<Assumption> assumptions) {

    /** Copies its lists. */
    public PlanAnswer {
        deployments = List.copyOf(deployments);
        rules = List.copyOf(rules);
        operatingPoints = List.copyOf(operatingPoints);
        costs = List.copyOf(costs);
        assumptions = List.copyOf(assumptions);
    }
}
