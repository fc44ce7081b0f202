// Shows one step at a time. Without it the page is a list of all steps.
(() => {
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  for (const player of document.querySelectorAll(".player")) {
    const frames = [...player.querySelectorAll(".frame-of")];
    const part = name => player.querySelector(`[data-part="${name}"]`);
    if (!part("controls")) continue; // one step alone
    const [controls, slider, play, said] = ["controls", "slider", "play", "said"].map(part);
    let at = 0, timer = 0;
    const show = index => {
      at = Math.max(0, Math.min(frames.length - 1, index));
      frames.forEach((frame, number) => frame.classList.toggle("now", number === at));
      slider.value = at + 1;
      slider.setAttribute("aria-valuetext", frames[at].dataset.words);
      said.textContent = frames[at].dataset.words;
      part("back").disabled = part("first").disabled = at === 0;
      part("next").disabled = part("last").disabled = at === frames.length - 1;
    };
    const stop = () => {
      clearInterval(timer);
      timer = 0;
      play.textContent = "Play";
      said.setAttribute("aria-live", "polite");
    };
    const start = () => {
      if (calm.matches) return;
      if (at === frames.length - 1) show(0);
      play.textContent = "Pause";
      said.setAttribute("aria-live", "off");
      timer = setInterval(() => {
        show(at + 1);
        if (at === frames.length - 1) stop();
      }, 1500);
    };
    const toggle = () => (timer ? stop() : start());
    const go = index => { stop(); show(index); };
    const still = () => {
      if (calm.matches) stop();
      play.hidden = calm.matches;
      part("calm").hidden = !calm.matches;
    };
    part("first").onclick = () => go(0);
    part("back").onclick = () => go(at - 1);
    part("next").onclick = () => go(at + 1);
    part("last").onclick = () => go(frames.length - 1);
    play.onclick = toggle;
    slider.oninput = () => go(Number(slider.value) - 1);
    player.onkeydown = event => {
      if (event.target === slider || event.altKey || event.ctrlKey || event.metaKey) return;
      const jump = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: frames.length - 1 }[event.key];
      const wide = event.target.closest(".scroll");
      if (jump !== undefined && !wide) go(jump);
      else if (event.key === " " && event.target === player) toggle();
      else return;
      event.preventDefault();
    };
    calm.addEventListener("change", still);
    controls.hidden = false;
    player.tabIndex = 0;
    player.classList.add("steps-one");
    still();
    show(0);
  }
})();
