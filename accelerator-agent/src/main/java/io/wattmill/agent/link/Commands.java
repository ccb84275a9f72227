// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.link;

import io.wattmill.agent.node.NodeBoard;
import io.wattmill.contract.fleet.v1.CommandResult;
import io.wattmill.contract.fleet.v1.NodeCommand;

/** Carries out what the router orders, and says how that went. */
final class Commands {

    private final NodeBoard node;

    Commands(NodeBoard node) {
        this.node = node;
    }

    CommandResult carryOut(NodeCommand command) {
        return switch (command.getKindCase()) {
            case DRAIN -> drained(command);
            case RESUME -> resumed(command);
            case ENERGY_PRIOR -> informed(command);
            case PING -> result(command, true, "");
            case POWER_LEASE -> result(command, false, "this agent does not control power");
            case ACCEPTED, REFUSED, EVENT_TAKEN -> result(command, true, "");
            case KIND_NOT_SET -> result(command, false, "this agent does not know the command");
        };
    }

    private CommandResult drained(NodeCommand command) {
        node.drain(command.getDrain().getReason());
        return result(command, true, "draining");
    }

    private CommandResult resumed(NodeCommand command) {
        node.resume();
        return result(command, true, "working");
    }

    private CommandResult informed(NodeCommand command) {
        NodeCommand.EnergyPrior prior = command.getEnergyPrior();
        boolean known = node.energyPrior(prior.getEngineId(), prior.getCoefficients());
        return result(command, known, known ? "" : "no engine " + prior.getEngineId());
    }

    private static CommandResult result(NodeCommand command, boolean ok, String message) {
        return CommandResult.newBuilder()
                .setCommandId(command.getCommandId())
                .setOk(ok)
                .setMessage(message)
                .build();
    }
}
