// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.http;

import io.wattmill.gateway.reply.Reply;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * One line per request: who, what, how it went; never what was said. No line for a key that asks
 * for none.
 */
final class AccessLog {

    private static final Logger LOG = LoggerFactory.getLogger("io.wattmill.gateway.access");

    private AccessLog() {}

    static void log(Call call, Reply reply, long nanos) {
        LoggingEventBuilder line =
                LOG.atInfo()
                        .addKeyValue("request_id", reply.requestId())
                        .addKeyValue("method", call.method())
                        .addKeyValue("route", call.route())
                        .addKeyValue("status", reply.status())
                        .addKeyValue("tenant", call.tenant())
                        .addKeyValue("key_id", call.keyId())
                        .addKeyValue("duration_us", nanos / 1_000);
        TraceHeaders.named(line, call).log("request");
    }
}
