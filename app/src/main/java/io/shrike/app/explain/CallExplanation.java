package io.shrike.app.explain;

import java.util.List;

/**
 * One system call.
 *
 * @param stops whether it ever leaves the kernel
 * @param when the filter's test: {@code always}, or C expressions on the arguments; where it does not stop, why not
 * @param because the rules that need it, as {@code policy: rule}
 */
public record CallExplanation(String syscall, boolean stops, String when, CostClass cost, List<String> because) {
    public CallExplanation {
        because = List.copyOf(because);
    }
}
