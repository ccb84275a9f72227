// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.socket;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;

/** Lets what is written to one connection leave when its event loop's {@link Turn} ends. */
final class GatheredFlush extends ChannelDuplexHandler {

    private final Turn turn;
    private boolean due;

    GatheredFlush(Turn turn) {
        this.turn = turn;
    }

    @Override
    public void flush(ChannelHandlerContext context) {
        if (turn.isQuiet(context.executor())) {
            context.flush();
        } else if (!due) {
            due = true;
            turn.add(() -> leave(context));
        }
    }

    private void leave(ChannelHandlerContext context) {
        if (due) {
            due = false;
            context.flush();
        }
    }

    /** Nothing that was written is lost to a connection that ends. */
    @Override
    public void close(ChannelHandlerContext context, ChannelPromise promise) {
        leave(context);
        context.close(promise);
    }

    /** Whoever writes more than a connection takes at once does not wait for the turn's end. */
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (!context.channel().isWritable()) {
            leave(context);
        }
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        leave(context);
    }
}
