// SPDX-License-Identifier: Apache-2.0
/**
 * The energy of the host's processors and their memory, as the kernel's power capping framework
 * counts it (RAPL: {@code /sys/class/powercap}). The counters are root's to read since
 * CVE-2020-8694, and start again at 0 when they are full.
 *
 * <p>It must not know what the readings are for. Start reading at {@link
 * io.wattmill.agent.rapl.RaplHost}; the arithmetic is {@link
 * io.wattmill.agent.rapl.WrappingCounter}.
 */
@NullMarked
package io.wattmill.agent.rapl;

import org.jspecify.annotations.NullMarked;
