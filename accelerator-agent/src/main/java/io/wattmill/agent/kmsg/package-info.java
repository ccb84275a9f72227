// SPDX-License-Identifier: Apache-2.0
/**
 * The kernel's log as {@code /dev/kmsg} gives it: records, and the faults of NVIDIA's driver among
 * them. Only what the kernel itself has said counts: programs may write to this log too.
 *
 * <p>It must not open the log. Start reading at {@link io.wattmill.agent.kmsg.KernelRecord}, then
 * {@link io.wattmill.agent.kmsg.XidLine}; who reads the log is {@code watch.KernelLog}.
 */
@NullMarked
package io.wattmill.agent.kmsg;

import org.jspecify.annotations.NullMarked;
