// SPDX-License-Identifier: Apache-2.0
/**
 * Meter reports that wait until billing has them for good. In memory today; one that survives the
 * agent's own restart implements the same {@link io.wattmill.agent.buffer.ReportBuffer}.
 *
 * <p>It must not know how reports travel. Start reading at {@link
 * io.wattmill.agent.buffer.ReportBuffer}.
 */
@NullMarked
package io.wattmill.agent.buffer;

import org.jspecify.annotations.NullMarked;
