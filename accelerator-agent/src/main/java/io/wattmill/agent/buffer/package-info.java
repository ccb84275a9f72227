// SPDX-License-Identifier: Apache-2.0
/**
 * What waits until its receiver has it for good: meter reports for billing, events for the router.
 * In memory, or on disk (package {@code spool}, whose file format is here), where it survives the
 * agent's own end.
 *
 * <p>It must not know how things travel, and opens no file. Start reading at {@link
 * io.wattmill.agent.buffer.Backlog}, then {@link io.wattmill.agent.buffer.Frames}.
 */
@NullMarked
package io.wattmill.agent.buffer;

import org.jspecify.annotations.NullMarked;
