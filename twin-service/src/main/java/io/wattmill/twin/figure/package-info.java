// SPDX-License-Identifier: Apache-2.0
/**
 * A figure that says how sure it is: its value, the interval that it lies in and how it is known.
 *
 * <p>Knows no unit (the name beside a figure tells it), no plan and no format.
 *
 * <p>Start reading at {@link io.wattmill.twin.figure.Figure}.
 */
@NullMarked
package io.wattmill.twin.figure;

import org.jspecify.annotations.NullMarked;
