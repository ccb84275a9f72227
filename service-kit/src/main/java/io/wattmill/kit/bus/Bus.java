// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.bus;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes and receives protobuf messages on the event bus. Delivery is best effort: publish state
 * and cumulative counters, and read the truth again when nothing was heard. Not for the path of a
 * request.
 */
public final class Bus {

    private static final Logger LOG = LoggerFactory.getLogger(Bus.class);

    private final EventBus eventBus;

    public Bus(Vertx vertx) {
        this.eventBus = vertx.eventBus();
    }

    /** Sends the message to every subscriber of the address that can be reached now. */
    public void publish(String address, MessageLite message) {
        eventBus.publish(address, Buffer.buffer(message.toByteArray()));
    }

    /**
     * Calls {@code handler} with each message on the caller's context. What does not parse is
     * logged and dropped. The subscription ends with {@link MessageConsumer#unregister()}.
     */
    public <T extends MessageLite> MessageConsumer<Buffer> subscribe(
            String address, Parser<T> parser, Handler<T> handler) {
        return eventBus.consumer(
                address, message -> deliver(address, message.body(), parser, handler));
    }

    private static <T extends MessageLite> void deliver(
            String address, Buffer body, Parser<T> parser, Handler<T> handler) {
        try {
            handler.handle(parser.parseFrom(body.getBytes()));
        } catch (InvalidProtocolBufferException e) {
            LOG.atWarn()
                    .addKeyValue("address", address)
                    .setCause(e)
                    .log("bus message does not parse");
        }
    }
}
