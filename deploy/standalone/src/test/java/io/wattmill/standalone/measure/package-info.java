// SPDX-License-Identifier: Apache-2.0
/**
 * What a request costs the gateway, beside nginx on the same engine. A program, not a test: it says
 * what it measured and judges nothing. Each part is a process of its own, so that the CPU time of
 * one can be read by itself. Knows the services by their composition roots only. Start with {@link
 * io.wattmill.standalone.measure.GatewayCpu}.
 */
@NullMarked
package io.wattmill.standalone.measure;

import org.jspecify.annotations.NullMarked;
