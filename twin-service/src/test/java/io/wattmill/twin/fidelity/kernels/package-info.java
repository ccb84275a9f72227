/**
 * Works the shipped kernel figures out of aiconfigurator's measured kernels. Start at {@link
 * io.wattmill.twin.fidelity.kernels.KernelFigures}.
 */
@NullMarked
package io.wattmill.twin.fidelity.kernels;

import org.jspecify.annotations.NullMarked;
