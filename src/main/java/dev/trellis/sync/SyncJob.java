package dev.trellis.sync;

import java.util.UUID;

import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The persistent job that fetches one linked account. A page that is fetched twice
 * changes nothing.
 */
@Configuration(proxyBeanMethods = false)
class SyncJob {

	@Bean
	CustomTask<Void> syncTask(ObjectProvider<Synchronizer> synchronizer) {
		return task(Synchronizer.TASK, synchronizer);
	}

	@Bean
	CustomTask<Void> syncAgainTask(ObjectProvider<Synchronizer> synchronizer) {
		return task(Synchronizer.TASK_AGAIN, synchronizer);
	}

	private static CustomTask<Void> task(TaskDescriptor<Void> task, ObjectProvider<Synchronizer> synchronizer) {
		return Tasks.custom(task).execute((instance, context) -> {
			synchronizer.getObject().synchronize(UUID.fromString(instance.getId()));
			return new CompletionHandler.OnCompleteRemove<>();
		});
	}

}
