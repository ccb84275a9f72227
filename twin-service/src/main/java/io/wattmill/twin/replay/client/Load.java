// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.replay.client;

import io.wattmill.twin.replay.report.Slo;
import io.wattmill.twin.replay.wire.ChatBody;
import io.wattmill.twin.trace.Trace;

/**
 * What to send, and what to hold it against.
 *
 * @param trace requests and their times
 * @param bodies their bodies
 * @param slo what makes a request good
 */
public record Load(Trace trace, ChatBody bodies, Slo slo) {}
