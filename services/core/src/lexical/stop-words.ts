import type { Language } from './port.ts';

/** Folded words that say nothing about what a question is looking for. */
const STOP: Record<Language, Set<string>> = {
  en: list(`a an the of and or not to in on at by for from with into about as than then is are was were be
    been being am it its this that these those there here what which who whom whose why how when where do
    does did doing done can could should would will shall may might must i me my you your he him his she
    her we us our they them their if so but any some have has had having get gets got just also very too
    please tell show explain give let im ive dont doesnt whats hows wheres isnt cant many much`),
  es: list(`a al ante con contra de del desde donde durante e el ella ellas ellos en entre es esa esas ese
    eso esos esta estan estar estas este esto estos fue fueron ha han hasta hay la las le les lo los mas
    me mi mis muy nada ni no nos nosotros nuestra nuestro o os otra otro para pero poco por porque que
    quien quienes se ser si sin sobre son su sus tambien tan te tengo tiene tienen ti todo todos tu tus u
    un una uno unas unos usted ustedes y ya yo como cual cuales cuando cuanto cuanta cuantos cuantas puedo
    puede pueden podria debo debe deben hago hace hacen hacer era eres soy somos sea explica explicame
    dime muestra favor segun tras dice dicen dijo hubo habia tuvo tenia tenian queda quedan quedo quiero quiere
    queria`),
};

/** Stop words of one language that mean something in the other. */
const MEANS_SOMETHING: Record<Language, Set<string>> = {
  en: list('sin son era sea solo contra favor todo uno'),
  es: list('his any done very dont'),
};

function list(text: string): Set<string> {
  return new Set(text.split(/\s+/));
}

/** Whether a folded word carries no meaning in a question of this language, or in either where unsure. */
export function isStopWord(folded: string, language: Language | null): boolean {
  if (language && STOP[language].has(folded)) return true;
  if (language && MEANS_SOMETHING[language].has(folded)) return false;
  return STOP.en.has(folded) || STOP.es.has(folded);
}
