// SPDX-License-Identifier: Apache-2.0
/**
 * How a process starts and ends: services in order, drain before stop, stop waits. Must not know
 * contracts. Start at {@link io.wattmill.kit.bootstrap.ServiceLauncher}.
 */
@NullMarked
package io.wattmill.kit.bootstrap;

import org.jspecify.annotations.NullMarked;
