// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.wattmill.twin.emulator.wire.ApiError;
import io.wattmill.twin.emulator.wire.NodeCommand;
import io.wattmill.twin.emulator.wire.NodeCommandParser;
import io.wattmill.twin.emulator.wire.NodeCommandParser.Parsed;
import io.wattmill.twin.emulator.wire.NodeStatus;

import java.util.Optional;
import java.util.function.Function;

/** Commands to emulated nodes over HTTP, wherever they come in. */
public final class NodeControls {
    private static final long MAX_BODY_BYTES = 1_024;

    private NodeControls() {}

    /** Reads the body that {@link #obey} needs. */
    public static BodyHandler body() {
        return BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES);
    }

    /** Obeys the command that the path parameter {@code command} and the body name. */
    public static void obey(
            RoutingContext context, Function<NodeCommand, Future<NodeStatus>> node) {
        var word = String.valueOf(context.pathParam("command"));
        var body = Optional.ofNullable(context.body().buffer()).orElseGet(Buffer::buffer);
        switch (NodeCommandParser.parse(word, body.getBytes())) {
            case Parsed.Rejected(ApiError error) -> refuse(context.response(), error);
            case Parsed.Accepted(NodeCommand command) ->
                    node.apply(command)
                            .onSuccess(status -> reply(context.response(), status.json()))
                            .onFailure(e -> refuse(context.response(), failed(e)));
        }
    }

    /** Refuses a body that {@link #body} did not take. */
    static void refuseBody(RoutingContext context) {
        refuse(context.response(), ApiError.tooLarge(MAX_BODY_BYTES));
    }

    /** Refuses a command. */
    public static void refuse(HttpServerResponse response, ApiError error) {
        EngineDesk.refuse(response, error);
    }

    /** Answers with JSON. */
    public static void reply(HttpServerResponse response, byte[] json) {
        response.putHeader("content-type", "application/json").end(Buffer.buffer(json));
    }

    private static ApiError failed(Throwable e) {
        return ApiError.unavailable("The command failed: " + e.getMessage());
    }
}
