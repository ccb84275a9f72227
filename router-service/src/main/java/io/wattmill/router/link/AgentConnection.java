// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.link;

import io.vertx.core.Context;
import io.vertx.core.streams.ReadStream;
import io.wattmill.contract.fleet.v1.NodeCommand;
import io.wattmill.contract.fleet.v1.NodeMessage;
import io.wattmill.kit.stream.Feed;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One agent's stream. Messages are fetched one by one, so that an agent that talks faster than the
 * router listens waits in its own buffers.
 */
final class AgentConnection {
    private final Context caller;
    private final ReadStream<NodeMessage> messages;
    private final Feed<NodeCommand> commands;
    private final Map<String, Long> priors = new HashMap<>();
    private Optional<String> nodeId = Optional.empty();

    AgentConnection(Context caller, ReadStream<NodeMessage> messages, int commandQueue) {
        this.caller = caller;
        this.messages = messages;
        this.commands = Feed.on(caller, commandQueue);
    }

    Feed<NodeCommand> commands() {
        return commands;
    }

    /** Lets the next message come. */
    void fetchNext() {
        caller.runOnContext(_ -> messages.fetch(1));
    }

    void joined(String id) {
        nodeId = Optional.of(id);
    }

    /** The node, once its hello was accepted. */
    Optional<String> nodeId() {
        return nodeId;
    }

    /** Whether the agent does not have this version of an engine's energy prior yet. */
    boolean isNewPrior(String engineId, long version) {
        return !Long.valueOf(version).equals(priors.put(engineId, version));
    }

    /** False when the agent does not take its commands. */
    boolean send(NodeCommand command) {
        return commands.offer(command);
    }

    /** Says why, then ends. */
    void refuse(String reason) {
        commands.offer(Commands.refused(reason));
        commands.end();
    }
}
